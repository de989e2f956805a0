package dev.slipway.coordinator.build;

/**
 * What an attempt holds of the quotas and is limited to.
 *
 * @param cpuMillis thousandths of a CPU
 * @param memoryMib MiB
 */
public record Resources(int cpuMillis, int memoryMib) {
  /** Enough for npm, tsc and vite on a small site. Rule: docs/operate/queue.md. */
  public static final Resources DEFAULT = new Resources(1000, 1024);
}
