/**
 * What builds printed, byte for byte, addressed by offset. In: bytes of the attempt that holds the
 * build; those of many builds share a commit. Out: any range of them, until {@code retain} drops
 * the day. Bytes are never changed or decoded; they are stored compressed, with a checksum that
 * every read looks at.
 */
@NullMarked
package dev.slipway.coordinator.log;

import org.jspecify.annotations.NullMarked;
