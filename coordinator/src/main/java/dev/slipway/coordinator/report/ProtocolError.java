package dev.slipway.coordinator.report;

/** The runner said something that it must not; its stream is closed and its attempt fails. */
final class ProtocolError extends RuntimeException {
  private final String what;

  ProtocolError(String what) {
    super(what, null, false, false);
    this.what = what;
  }

  /** What it said, for the failure message. */
  String what() {
    return what;
  }

  /** Breaks off unless {@code holds}. */
  static void unless(boolean holds, String message, Object... arguments) {
    if (!holds) {
      throw new ProtocolError(message.formatted(arguments));
    }
  }
}
