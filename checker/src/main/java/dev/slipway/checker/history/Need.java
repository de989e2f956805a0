package dev.slipway.checker.history;

/**
 * What attempts hold: their number, CPU in thousandths of a core, memory in MiB.
 *
 * @param count one for a single build
 */
public record Need(long count, long cpuMillis, long memoryMib) {

  /** Of no build. */
  public static final Need NONE = new Need(0, 0, 0);

  /** Of one build. */
  public static Need ofOne(long cpuMillis, long memoryMib) {
    return new Need(1, cpuMillis, memoryMib);
  }

  /** Both together. */
  public Need plus(Need other) {
    return new Need(count + other.count, cpuMillis + other.cpuMillis, memoryMib + other.memoryMib);
  }

  /** What is left of it. */
  public Need minus(Need other) {
    return new Need(count - other.count, cpuMillis - other.cpuMillis, memoryMib - other.memoryMib);
  }

  /** The greater one, part by part. */
  public Need orMore(Need other) {
    return new Need(
        Math.max(count, other.count),
        Math.max(cpuMillis, other.cpuMillis),
        Math.max(memoryMib, other.memoryMib));
  }

  /** Whether no part of it is greater. */
  public boolean within(Need other) {
    return count <= other.count && cpuMillis <= other.cpuMillis && memoryMib <= other.memoryMib;
  }

  @Override
  public String toString() {
    return count + " builds, " + cpuMillis + " mCPU, " + memoryMib + " MiB";
  }
}
