/**
 * The order of builds. In: many builds of a few chats at once. Out: each chat's in order, one at a
 * time.
 */
@NullMarked
package dev.slipway.e2e.fifo;

import org.jspecify.annotations.NullMarked;
