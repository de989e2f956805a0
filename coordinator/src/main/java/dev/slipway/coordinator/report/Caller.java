package dev.slipway.coordinator.report;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Lease;
import io.grpc.Context;

/**
 * The attempt whose token a call showed: all that the call may touch.
 *
 * @param logBase where the attempt's output begins in the build's log
 */
record Caller(BuildRef build, Lease lease, long logBase) {
  private static final Context.Key<Caller> KEY = Context.key("slipway-attempt");

  /** The caller of the current call; there is one in every call of RunnerService. */
  static Caller current() {
    return KEY.get();
  }

  Context in(Context context) {
    return context.withValue(KEY, this);
  }
}
