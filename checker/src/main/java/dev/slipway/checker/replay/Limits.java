package dev.slipway.checker.replay;

import dev.slipway.checker.history.Need;
import dev.slipway.checker.history.Row;
import org.jspecify.annotations.Nullable;

/** What a scope may hold; null: any amount. */
public record Limits(@Nullable Long running, @Nullable Long cpuMillis, @Nullable Long memoryMib) {

  /** No limit at all. */
  public static final Limits NONE = new Limits(null, null, null);

  static Limits of(Row.Quota quota) {
    return new Limits(quota.running(), quota.cpuMillis(), quota.memoryMib());
  }

  /** Whether so much is allowed. */
  public boolean admit(Need held) {
    return (running == null || held.count() <= running)
        && (cpuMillis == null || held.cpuMillis() <= cpuMillis)
        && (memoryMib == null || held.memoryMib() <= memoryMib);
  }

  @Override
  public String toString() {
    return "running " + running + ", mCPU " + cpuMillis + ", MiB " + memoryMib;
  }
}
