package dev.slipway.runner.source;

import dev.slipway.runner.step.Reason;
import dev.slipway.runner.step.StepFailed;
import java.io.IOException;

/**
 * The source cannot be taken. An IOException, so that streams can refuse in the middle of a read.
 */
final class InvalidSource extends IOException {
  private final String hint;

  /**
   * @param message one sentence that names the entry and the limit
   * @param hint what to do next
   */
  InvalidSource(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** An entry that is refused. */
  static InvalidSource entry(String name, String why) {
    return new InvalidSource(
        "The archive's entry " + quoted(name) + " " + why + ".",
        "Pack the project again without this entry.");
  }

  /** Makes a name fit for a sentence: control characters escaped, long ones cut. */
  static String quoted(String name) {
    StringBuilder safe = new StringBuilder("`");
    name.codePoints()
        .limit(200)
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                safe.append(String.format("\\u%04x", c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.append(name.length() > 200 ? "…`" : "`").toString();
  }

  StepFailed failure() {
    return new StepFailed(Reason.INVALID_SOURCE, String.valueOf(getMessage()), hint);
  }
}
