package dev.slipway.cli.quota;

import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Quota;
import java.util.List;

/**
 * Something that can be limited.
 *
 * @param name as in the options
 * @param text how much of it, for people; empty for no limit
 */
record Amount(String name, String text) {
  /** The limits of a quota, in the order of the options. */
  static List<Amount> of(Quota quota) {
    return List.of(
        new Amount("running", quota.hasRunning() ? of("running", quota.getRunning()) : ""),
        new Amount("cpu", quota.hasCpuMillis() ? of("cpu_millis", quota.getCpuMillis()) : ""),
        new Amount("memory", quota.hasMemoryMib() ? of("memory_mib", quota.getMemoryMib()) : ""),
        new Amount("queued", quota.hasQueued() ? of("queued", quota.getQueued()) : ""),
        new Amount(
            "per hour",
            quota.hasBuildsPerHour() ? of("builds_per_hour", quota.getBuildsPerHour()) : ""),
        new Amount(
            "storage",
            quota.hasStorageBytes() ? of("storage_bytes", quota.getStorageBytes()) : ""));
  }

  /** A resource of the protocol by the name that the options give it. */
  static String name(String resource) {
    return switch (resource) {
      case "cpu_millis" -> "cpu";
      case "memory_mib" -> "memory";
      case "builds_per_hour" -> "per hour";
      case "storage_bytes" -> "storage";
      default -> resource;
    };
  }

  /** So much of a resource of the protocol, with its unit. */
  static String of(String resource, long value) {
    return switch (resource) {
      case "cpu_millis" -> Words.cpu(value);
      case "memory_mib" -> Words.size(value << 20);
      case "storage_bytes" -> Words.size(value);
      default -> Long.toString(value);
    };
  }
}
