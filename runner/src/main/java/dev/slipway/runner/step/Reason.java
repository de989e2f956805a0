package dev.slipway.runner.step;

/**
 * Why an attempt failed, as far as a runner can know; the words of {@code
 * slipway.runner.v1.Failure.reason}.
 */
public enum Reason {
  /** A command ended badly. */
  STEP_FAILED,
  /** The source cannot be taken. */
  INVALID_SOURCE,
  /** The build was over its time. */
  BUILD_TIMEOUT,
  /** A step was over its time. */
  STEP_TIMEOUT,
  /** A step did nothing any more. */
  STALLED,
  /** The template cannot be applied to this source. */
  CONFIG_ERROR,
  /** No room. */
  STORE_FULL
}
