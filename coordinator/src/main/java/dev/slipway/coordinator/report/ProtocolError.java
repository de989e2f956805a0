package dev.slipway.coordinator.report;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;

/** The runner said something that it must not; its stream is closed and its attempt fails. */
final class ProtocolError extends RuntimeException {
  /** It stands in a header of the answer, of which a client takes 8 KiB, each character up to 9. */
  private static final int TEXT_MAX = 500;

  private final String what;

  ProtocolError(String what) {
    super(what, null, false, false);
    this.what = Words.cut(what, TEXT_MAX);
  }

  /** What it said, for the failure message. */
  String what() {
    return what;
  }

  /** Breaks off unless {@code holds}. */
  @FormatMethod
  static void unless(boolean holds, @FormatString String message, Object... arguments) {
    if (!holds) {
      throw new ProtocolError(message.formatted(arguments));
    }
  }
}
