package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.log.LogRange;
import dev.slipway.coordinator.log.Logs;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** Which part of a log is asked for, or why there is none. */
@Singleton
class LogRanges {
  /** The form of step ids; what has another, among it what no text of Postgres holds, never ran. */
  private static final Pattern STEP = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  private final Builds builds;
  private final Logs logs;

  LogRanges(Builds builds, Logs logs) {
    this.builds = builds;
    this.logs = logs;
  }

  /** All of the log, or a step's part; a step that has not begun is refused, and a dropped log. */
  LogRange of(BuildRef ref, String step) {
    builds.get(ref);
    checkStep(ref, step);
    var range =
        step.isEmpty()
            ? logs.whole(ref)
            : logs.step(ref, step).orElseThrow(() -> noStep(ref, step));
    checkKept(ref, range);
    return range;
  }

  /** As {@link #of}, for a follower: a step that has not begun may still. */
  LogRange soFar(BuildRef ref, String step) {
    return step.isEmpty() ? logs.whole(ref) : logs.step(ref, step).orElse(LogRange.NOTHING_YET);
  }

  /**
   * @throws Refusal when no step can have this id
   */
  void checkStep(BuildRef ref, String step) {
    if (!step.isEmpty() && !STEP.matcher(step).matches()) {
      throw noStep(ref, step);
    }
  }

  /**
   * @throws Refusal when there was such a part and it was dropped
   */
  void checkKept(BuildRef ref, LogRange range) {
    if (range.start() < range.end()) {
      logs.dropTime(ref)
          .ifPresent(
              time -> {
                throw new Refusal(
                    new Refusal.Kind.WrongState(
                        "LOG_DROPPED",
                        ref.name(),
                        "The log of %s, %d bytes, was dropped at %s because it was too old. The build, its events and its artifacts can still be read."
                            .formatted(ref, range.end() - range.start(), time)));
              });
    }
  }

  /** Why a part that should be there is not. */
  Refusal missing(BuildRef ref, long offset, LogRange range) {
    checkKept(ref, range);
    return new Refusal(
        new Refusal.Kind.Damaged(
            ref.name(),
            "The log of %s is damaged: it has %d bytes, and from %d on they are missing. Tell the operator."
                .formatted(ref, range.end(), offset)));
  }

  /** The offset to begin at: one before the part is moved to its beginning. */
  static long checked(long offset, LogRange range) {
    notNegative(offset);
    if (offset > range.end()) {
      throw new Refusal(
          new Refusal.Kind.OutOfRange(
              "offset",
              "offset is %d, but the log ends at %d now.".formatted(offset, range.end())));
    }
    return Math.max(offset, range.start());
  }

  static void notNegative(long offset) {
    if (offset < 0) {
      throw Refusal.badField("offset", "is %d, which is negative.".formatted(offset));
    }
  }

  private Refusal noStep(BuildRef ref, String step) {
    return new Refusal(
        new Refusal.Kind.NotFound(
            ref.name(),
            "%s has not run a step \"%s\"; its state is %s."
                .formatted(ref, step, builds.get(ref).state())));
  }
}
