package dev.slipway.runner.attempt;

import dev.slipway.runner.step.Durations;
import dev.slipway.runner.step.Reason;
import dev.slipway.runner.v1.Failure;
import dev.slipway.runner.v1.Result;
import org.jspecify.annotations.Nullable;

/** The result of an attempt that was stopped. */
final class StopResult {
  private StopResult() {}

  /**
   * @param step the step that ran
   * @param ended how that step ended when it was stopped; null when it had ended well
   */
  static Result.Builder of(Stop.@Nullable Why why, String step, @Nullable Failure ended) {
    return switch (why) {
      case Stop.BuildTimeout timeout ->
          failed(
              Reason.BUILD_TIMEOUT,
              "The build ran longer than its limit of " + Durations.words(timeout.limit()) + ".",
              "Look at the step's last lines for what it waits for, or give the build a longer"
                  + " timeout.",
              step,
              ended);
      case Stop.StepTimeout timeout ->
          failed(
              Reason.STEP_TIMEOUT,
              "Step `"
                  + timeout.step()
                  + "` ran longer than its limit of "
                  + Durations.words(timeout.limit())
                  + ".",
              "Look at its last lines for what it waits for: a server or a watcher never ends by"
                  + " itself.",
              timeout.step(),
              ended);
      case Stop.Stalled stalled ->
          killed(
              failed(
                  Reason.STALLED,
                  "Step `"
                      + stalled.step()
                      + "` printed nothing and used no CPU for "
                      + Durations.words(stalled.limit())
                      + ".",
                  "The process list at the end of its log shows what waited: most often for an"
                      + " answer on a terminal, for the network, or for a lock. If it is meant to"
                      + " be quiet, let it print something now and then, or raise the stall"
                      + " timeout.",
                  stalled.step(),
                  ended));
      case Stop.Cancelled _, Stop.NobodyListens _ ->
          Result.newBuilder().setOutcome(Result.Outcome.OUTCOME_CANCELLED);
      case null -> throw new IllegalStateException("nothing was stopped");
    };
  }

  private static Result.Builder killed(Result.Builder failed) {
    failed.getFailureBuilder().setExitCode(Stop.Stalled.EXIT_CODE);
    return failed;
  }

  private static Result.Builder failed(
      Reason reason, String message, String hint, String step, @Nullable Failure ended) {
    Failure.Builder failure =
        Failure.newBuilder()
            .setReason(reason.name())
            .setMessage(message)
            .setHint(hint)
            .setStep(step);
    if (ended != null) {
      failure.addAllLastLines(ended.getLastLinesList());
    }
    return Result.newBuilder().setOutcome(Result.Outcome.OUTCOME_FAILED).setFailure(failure);
  }
}
