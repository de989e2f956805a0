package dev.slipway.runner.link;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to stay with one stream: until it is answered, while it is not silent, until it is told
 * to leave.
 *
 * <p>Moments are those of {@code System.nanoTime}.
 */
final class Patience {
  /**
   * Silent for so many beats: the connection is half-open, or the coordinator has other worries.
   */
  private static final int SILENT_BEATS = 4;

  private final long answerBy;
  private boolean answered;
  private @Nullable Duration beatInterval;
  private long heardAt;
  private @Nullable Long leaveAt;

  /**
   * @param answerWithin how long the Welcome may take
   * @param now when the stream begins
   */
  Patience(Duration answerWithin, long now) {
    this.answerBy = now + answerWithin.toNanos();
  }

  /** Something came. */
  void heard(long now) {
    heardAt = now;
  }

  /**
   * The Welcome came.
   *
   * @param beatInterval null without Beats: then silence means nothing
   */
  void welcomed(@Nullable Duration beatInterval) {
    this.answered = true;
    this.beatInterval = beatInterval;
  }

  /** Leave at {@code at}. */
  void leave(long at) {
    leaveAt = at;
  }

  /** When it may be at its end, if nothing comes before; null for never. */
  @Nullable Long endsAt() {
    Long silent = silentAt();
    if (leaveAt == null || silent == null) {
      return leaveAt == null ? silent : leaveAt;
    }
    return silent - leaveAt < 0 ? silent : leaveAt;
  }

  /** Why it is at its end; null while it is not. */
  @Nullable String over(long now) {
    Long ends = endsAt();
    if (ends == null || now - ends < 0) {
      return null;
    }
    if (leaveAt != null && now - leaveAt >= 0) {
      return "goes away";
    }
    return answered ? "has been silent" : "did not answer";
  }

  private @Nullable Long silentAt() {
    if (!answered) {
      return answerBy;
    }
    return beatInterval == null
        ? null
        : heardAt + beatInterval.multipliedBy(SILENT_BEATS).toNanos();
  }
}
