/**
 * What builds made.
 *
 * <p>In: files from runners, and the list of them in the transaction of a success. Out: the list
 * and the bytes, for clients and for previews. Never: an artifact of a build that did not succeed.
 */
@NullMarked
package dev.slipway.coordinator.artifact;

import org.jspecify.annotations.NullMarked;
