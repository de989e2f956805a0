package dev.slipway.coordinator.order;

/**
 * What the builds of a scope may hold at most, all together; each {@link #NONE} or from 0.
 *
 * @param running active builds
 * @param cpuMillis thousandths of a core
 * @param memoryMib MiB
 */
public record Limit(long running, long cpuMillis, long memoryMib) {
  /** No limit. */
  public static final long NONE = Long.MAX_VALUE;

  /** No limit of any kind. */
  public static final Limit UNLIMITED = new Limit(NONE, NONE, NONE);

  public Limit {
    if (running < 0 || cpuMillis < 0 || memoryMib < 0) {
      throw new IllegalArgumentException(
          "a limit is never negative: "
              + running
              + " builds, "
              + cpuMillis
              + " millis, "
              + memoryMib
              + " MiB");
    }
  }

  /** The limit of one resource, or {@link #NONE}. */
  public long of(Resource resource) {
    return switch (resource) {
      case RUNNING -> running;
      case CPU -> cpuMillis;
      case MEMORY -> memoryMib;
    };
  }
}
