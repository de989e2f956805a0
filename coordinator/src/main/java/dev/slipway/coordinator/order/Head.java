package dev.slipway.coordinator.order;

import java.time.Instant;
import java.util.Comparator;

/**
 * The build of a chat that would start next. A chat has at most one, however many slots it has.
 *
 * @param chatNo the chat's number, unique in the installation
 * @param place the build's place in its chat
 * @param sortKey milliseconds since 1970 of its submit less its head start, or the best key that
 *     waits behind it: smaller goes first
 * @param cpuMillis what it would hold, thousandths of a core, from 1
 * @param memoryMib what it would hold, MiB, from 1
 * @param readyTime since when only capacity keeps it from starting
 */
public record Head(
    long chatNo,
    long place,
    String tenant,
    String project,
    long sortKey,
    long cpuMillis,
    long memoryMib,
    Instant readyTime) {

  /** Within a tenant: the best key first, ties by the chat's number. */
  public static final Comparator<Head> ORDER =
      (a, b) ->
          a.sortKey != b.sortKey
              ? Long.compare(a.sortKey, b.sortKey)
              : Long.compare(a.chatNo, b.chatNo);

  public Head {
    if (cpuMillis < 1 || memoryMib < 1) {
      throw new IllegalArgumentException(
          "a build needs something: " + cpuMillis + " millis, " + memoryMib + " MiB");
    }
  }

  /** How much of a resource it would hold. */
  public long need(Resource resource) {
    return switch (resource) {
      case RUNNING -> 1;
      case CPU -> cpuMillis;
      case MEMORY -> memoryMib;
    };
  }
}
