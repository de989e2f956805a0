/**
 * What is done by one at a time, whichever coordinator does it. In: a transaction that decides what
 * starts, or that changes what such decisions go by. Out: the same transaction, when it is its
 * turn. Never: rows; those are locked by whoever writes them.
 */
@NullMarked
package dev.slipway.coordinator.lock;

import org.jspecify.annotations.NullMarked;
