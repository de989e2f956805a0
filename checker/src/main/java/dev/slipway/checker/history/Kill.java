package dev.slipway.checker.history;

/**
 * A process that was killed: nothing it ran goes on after that.
 *
 * @param time in nanoseconds of the machine's monotonic clock, when it was known to be gone
 */
public record Kill(long pid, long time) {}
