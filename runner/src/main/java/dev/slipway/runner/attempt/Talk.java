package dev.slipway.runner.attempt;

/** The runner's own words, on standard error: the launcher keeps them in {@code runner.log}. */
final class Talk {
  private Talk() {}

  static void say(String line) {
    System.err.println("slipway-runner: " + line);
  }
}
