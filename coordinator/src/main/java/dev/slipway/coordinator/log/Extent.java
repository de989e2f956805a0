package dev.slipway.coordinator.log;

import io.micronaut.core.annotation.Introspected;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of an attempt's output.
 *
 * @param size bytes
 * @param crc CRC32C of all of them; null when some were stored before checksums were
 */
@Introspected
public record Extent(long size, @Nullable Integer crc) {}
