package dev.slipway.runner.step;

import java.util.OptionalInt;

/**
 * A step did not go well, and the build's author can read why. Everything else a step throws is a
 * fault of ours.
 */
public final class StepFailed extends Exception {
  private final Reason reason;
  private final String hint;
  private final OptionalInt exitCode;

  private StepFailed(Reason reason, String message, String hint, OptionalInt exitCode) {
    super(message);
    this.reason = reason;
    this.hint = hint;
    this.exitCode = exitCode;
  }

  /**
   * A failure without a command of its own.
   *
   * @param message one sentence: what happened, with the value and the limit
   * @param hint one sentence: what to do next; may be empty
   */
  public StepFailed(Reason reason, String message, String hint) {
    this(reason, message, hint, OptionalInt.empty());
  }

  /** A command that ended with {@code exitCode}. */
  public static StepFailed command(String title, int exitCode, String hint) {
    String how =
        exitCode > 128 && exitCode < 160
            ? "ended by signal " + (exitCode - 128)
            : "ended with exit code " + exitCode;
    return new StepFailed(
        Reason.STEP_FAILED, "`" + title + "` " + how + ".", hint, OptionalInt.of(exitCode));
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** What to do next; may be empty. */
  public String hint() {
    return hint;
  }

  /** The command's exit code; empty when none ended. */
  public OptionalInt exitCode() {
    return exitCode;
  }
}
