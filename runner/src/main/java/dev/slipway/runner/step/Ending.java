package dev.slipway.runner.step;

/** How a step ended that did not fail. */
public enum Ending {
  /** It did what it is for. */
  DONE,
  /** There was nothing to do. */
  SKIPPED
}
