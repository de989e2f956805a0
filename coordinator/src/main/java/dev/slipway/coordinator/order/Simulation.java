package dev.slipway.coordinator.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * When the waiting builds are likely to start. It lets the queue go on in virtual time, with the
 * same admission as dispatch, once with every build taking its p50 – that gives the positions – and
 * then in a number of drawn futures – their spread gives the range. Sums of durations concentrate,
 * so a run with all durations at p90 would say far too much; drawing them says what it is. What is
 * expected to be submitted meanwhile is drawn too, and takes its fair share.
 *
 * <p>Pure, and the same for the same seed. The cost is bounded by {@link Effort}.
 */
public final class Simulation {
  /** How much further than asked each drawn future goes, since builds swap places in it. */
  private static final double MARGIN = 1.1;

  private Simulation() {}

  /**
   * Foretells.
   *
   * @return the builds that start first, best position first; fewer than asked for when fewer wait.
   *     What will not start by itself – too big, paused or held with nobody knowing until when – is
   *     not among them, nor what waits behind it
   */
  public static List<Forecast> run(Scene scene, Effort effort) {
    var first = new Future(scene, new MedianLuck(), effort.starts()).run();
    var positions = positions(scene, first);
    var times = new double[first.size()][effort.runsMax()];
    var random = new SplittableRandom(effort.seed());
    int runs = 0;
    int events = 0;
    while (runs < effort.runsMax() && (runs < Effort.RUNS_MIN || events < effort.eventsMax())) {
      var future = new Future(scene, new DrawnLuck(random.split()), (int) (first.size() * MARGIN));
      note(future.run(), positions, times, runs++);
      events += future.eventsCount();
    }
    var forecasts = new ArrayList<Forecast>(first.size());
    for (var start : first) {
      var drawn = Arrays.copyOf(times[forecasts.size()], runs);
      Arrays.sort(drawn);
      forecasts.add(
          new Forecast(
              start.chatNo(),
              start.place(),
              forecasts.size() + 1,
              at(scene.now(), quantile(drawn, 0.5)),
              at(scene.now(), quantile(drawn, 0.9))));
    }
    return forecasts;
  }

  /** By the build's number in the scene: how many start before it, or -1 for those beyond. */
  private static int[] positions(Scene scene, List<Future.Start> first) {
    var positions = new int[scene.chats().stream().mapToInt(c -> c.waiting().size()).sum()];
    Arrays.fill(positions, -1);
    for (int i = 0; i < first.size(); i++) {
      positions[first.get(i).build()] = i;
    }
    return positions;
  }

  /** A build that this future did not get to starts no earlier than its last one. */
  private static void note(List<Future.Start> starts, int[] positions, double[][] times, int run) {
    double last = starts.isEmpty() ? 0 : starts.getLast().time();
    for (var row : times) {
      row[run] = last;
    }
    for (var start : starts) {
      int position = positions[start.build()];
      if (position >= 0) {
        times[position][run] = start.time();
      }
    }
  }

  /**
   * Type 6 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996: one more future
   * stays below it with this chance. Beyond the last one the line goes on.
   */
  private static double quantile(double[] sorted, double part) {
    double rank = part * (sorted.length + 1) - 1;
    int below = Math.min((int) rank, sorted.length - 2);
    return sorted[below] + (rank - below) * (sorted[below + 1] - sorted[below]);
  }

  private static Instant at(Instant now, double millis) {
    return now.plusMillis(Math.round(millis));
  }
}
