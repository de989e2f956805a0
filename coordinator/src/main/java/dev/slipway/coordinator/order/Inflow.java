package dev.slipway.coordinator.order;

import java.time.Duration;
import java.time.Instant;

/**
 * Builds that are expected to be submitted while others wait, for {@link Simulation}: they take
 * their fair share, and so push back what a tenant with a large share has waiting. The rate is best
 * counted over the last quarter of an hour or so.
 *
 * @param perHour how many, on average, from 0
 * @param headStart of their priority
 * @param cpuMillis what each holds, thousandths of a core, from 1
 * @param memoryMib what each holds, MiB, from 1
 * @param estimate how long each is likely to take
 */
public record Inflow(
    String tenant,
    String project,
    double perHour,
    Duration headStart,
    long cpuMillis,
    long memoryMib,
    Estimate estimate) {
  public Inflow {
    if (!(perHour >= 0)) {
      throw new IllegalArgumentException(
          "%s builds an hour of tenant %s".formatted(perHour, tenant));
    }
  }

  /** The head that one of them is; each is taken for a chat of its own. */
  Head head(long chatNo, Instant now) {
    return new Head(
        chatNo, 1, tenant, project, now.minus(headStart).toEpochMilli(), cpuMillis, memoryMib, now);
  }
}
