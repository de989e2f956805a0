package dev.slipway.bench.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;

/**
 * Windows of two sides in turn. The machine's speed drifts by a fifth within minutes; two windows
 * beside each other see the same machine, so their ratio stays.
 *
 * @param pairs how many, 1 or more; an odd number has a middle
 * @param window how long each side works each time
 * @param warmUp how long each side works once before, for nothing
 */
public record Pairs(int pairs, Duration window, Duration warmUp) {

  public Pairs {
    if (pairs < 1) {
      throw new IllegalArgumentException(pairs + " pairs measure nothing; give 1 or more");
    }
  }

  /**
   * Runs both sides in turn, and who is first changes with each pair: what one leaves behind (dirty
   * pages, warm caches) then hurts both alike. Tells each pair on standard error.
   *
   * @param name of what is compared, for the reader
   */
  public Compared alternate(String name, Side ours, Side baseline) throws Exception {
    if (warmUp.isPositive()) {
      Talk.say("%s: warming up", name);
      var _ = ours.run(warmUp);
      var _ = baseline.run(warmUp);
    }
    var oursDone = new ArrayList<Window>();
    var baselineDone = new ArrayList<Window>();
    for (int pair = 0; pair < pairs; pair++) {
      if (pair % 2 == 0) {
        oursDone.add(ours.run(window));
        baselineDone.add(baseline.run(window));
      } else {
        baselineDone.add(baseline.run(window));
        oursDone.add(ours.run(window));
      }
      tell(name, pair, oursDone.getLast(), baselineDone.getLast());
    }
    return new Compared(oursDone, baselineDone);
  }

  private void tell(String name, int pair, Window ours, Window baseline) {
    Talk.say(
        "%s, pair %d of %d: %s/s to %s/s",
        name, pair + 1, pairs, whole(ours.perSecond()), whole(baseline.perSecond()));
  }

  private static String whole(double rate) {
    return String.format(Locale.ROOT, "%.0f", rate);
  }
}
