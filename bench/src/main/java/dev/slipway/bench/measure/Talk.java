package dev.slipway.bench.measure;

import java.util.Locale;

/** Words for people, on standard error: standard output belongs to the figures. */
public final class Talk {
  private Talk() {}

  /** One line. */
  public static void say(String format, Object... arguments) {
    System.err.println("bench: " + String.format(Locale.ROOT, format, arguments));
  }
}
