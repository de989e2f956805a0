package dev.slipway.runner.attempt;

import dev.slipway.runner.spool.StepOutput;
import dev.slipway.runner.step.Reason;
import dev.slipway.runner.step.StepFailed;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Knows a full disk by its words: Java has no type for ENOSPC and EDQUOT. */
final class StoreFull {
  private StoreFull() {}

  static boolean is(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left on device") || message.contains("Disk quota exceeded");
  }

  static StepFailed because(IOException e) {
    return new StepFailed(
        Reason.STORE_FULL,
        "The disk of the machine that builds is full: " + e.getMessage() + ".",
        "Make room in Slipway's data folder and submit again.");
  }

  /** A failure when the log could not be written; null when it could. */
  static @Nullable StepFailed of(StepOutput output) {
    IOException refused = output.refused();
    return refused == null ? null : because(refused);
  }
}
