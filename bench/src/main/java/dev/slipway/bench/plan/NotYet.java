package dev.slipway.bench.plan;

/** Said by a bench whose other side is not built yet, after it has printed what it can. */
final class NotYet extends Exception {
  private static final long serialVersionUID = 1;

  NotYet(String missing) {
    super("only its baseline can be measured so far: " + missing);
  }
}
