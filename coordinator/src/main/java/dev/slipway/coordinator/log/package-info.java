/**
 * What builds printed, byte for byte, addressed by offset. In: bytes of the attempt that holds the
 * build. Out: any range of them, for ever after. Bytes are never changed, joined or decoded.
 */
@NullMarked
package dev.slipway.coordinator.log;

import org.jspecify.annotations.NullMarked;
