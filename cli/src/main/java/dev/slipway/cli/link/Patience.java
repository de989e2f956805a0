package dev.slipway.cli.link;

import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a cut connection is tried again: {@value #TRIES_MAX} times in a row, after pauses that
 * double from {@value #PAUSE_FIRST_MILLIS} ms to {@value #PAUSE_MAX_MILLIS} ms. Each is shortened
 * by chance, up to half, so that many followers of one coordinator do not come back at the same
 * moment. About a minute in all: a coordinator that was killed starts again within seconds.
 */
final class Patience {
  static final int TRIES_MAX = 20;
  static final long PAUSE_FIRST_MILLIS = 100;
  static final long PAUSE_MAX_MILLIS = 5_000;

  private int tries;

  /** Begins anew, because something was heard. */
  void renew() {
    tries = 0;
  }

  /** Blocks for the next pause; false, at once, when there were tries enough. */
  boolean waitForNextTry() {
    if (tries >= TRIES_MAX) {
      return false;
    }
    long longest = Math.min(PAUSE_MAX_MILLIS, PAUSE_FIRST_MILLIS << Math.min(tries, 10));
    tries++;
    pause(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    return true;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Problem(ExitCode.INTERRUPTED);
    }
  }
}
