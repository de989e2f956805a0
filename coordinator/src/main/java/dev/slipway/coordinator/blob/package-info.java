/**
 * Bytes that are known by their sha256: sources, artifacts.
 *
 * <p>In: bytes, in one go or in pieces across several calls. Out: the same bytes, whole and
 * checked. Never: a look at what they mean, or a half blob that anybody can see.
 */
@NullMarked
package dev.slipway.coordinator.blob;

import org.jspecify.annotations.NullMarked;
