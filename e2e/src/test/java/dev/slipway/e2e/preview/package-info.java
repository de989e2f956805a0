/**
 * The stable address of a chat. In: builds of one chat. Out: the newest success, or what was rolled
 * back to.
 */
@NullMarked
package dev.slipway.e2e.preview;

import org.jspecify.annotations.NullMarked;
