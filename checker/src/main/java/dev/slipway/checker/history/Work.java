package dev.slipway.checker.history;

import java.util.UUID;

/**
 * What whoever runs a build wrote down about it.
 *
 * @param begins START, or else END
 * @param uid the attempt's uid
 * @param pid the process that runs it
 * @param time in nanoseconds of the machine's monotonic clock
 */
public record Work(boolean begins, UUID build, int attempt, UUID uid, long pid, long time) {}
