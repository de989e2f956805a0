package dev.slipway.race.run;

import dev.slipway.bench.measure.Rest;
import dev.slipway.checker.Checks;
import dev.slipway.checker.history.History;
import dev.slipway.race.field.Field;
import dev.slipway.race.load.Crowd;
import dev.slipway.race.load.Pace;
import dev.slipway.race.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * One race, from the first submit to the judgement: coordinators are killed while builds are
 * submitted, until there were enough of both; when everything is at rest the history is judged.
 */
public final class Race {
  private static final Duration TICK = Duration.ofMillis(250);

  /** Builds that are submitted in a second while somebody is to be killed still, at least. */
  private static final int PER_SECOND_MIN = 30;

  /** Ticks between two words about how far it is. */
  private static final int TALK_EVERY = 40;

  private final Plan plan;
  private final Field field;
  private final Path history;
  private final Consumer<String> talk;
  private final Killer killer;
  private final Pace pace = new Pace();
  private double allowed;

  /** Builds that had ended at the last look, and looks since then that saw no other end. */
  private long ended = -1;

  private int calmTicks;

  public Race(Plan plan, Field field, Path history, Consumer<String> talk) {
    this.plan = plan;
    this.field = field;
    this.history = history;
    this.talk = talk;
    this.killer = new Killer(plan, field, history, new SplittableRandom(plan.seed() ^ 0x5e11));
  }

  /**
   * Runs it; the field was started. Blocks for minutes.
   *
   * @throws Exception when the race itself fails: no word about the queue
   */
  public Outcome run() throws Exception {
    try (var crowd = new Crowd(plan, field, history)) {
      crowd.start(pace);
      submitAndKill(crowd);
      pace.end();
      crowd.join();
      comeToRest();
    }
    long unended = field.unended();
    field.dump();
    var report = Checks.all().expecting(plan.builds(), plan.kills()).run(History.read(history));
    return new Outcome(field.ended(), killer.kills(), unended, report);
  }

  private void submitAndKill(Crowd crowd) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> kill =
          () -> {
            killer.run();
            return true;
          };
      Future<Boolean> killing = threads.submit(kill);
      try {
        for (int tick = 0;
            !killing.isDone() || allowed < plan.builds() || pace.left() > 0;
            tick++) {
          allowMore();
          crowd.check();
          talk(tick);
          if (stuck()) {
            return;
          }
          Rest.of(TICK);
        }
        killing.get();
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** Spreads the builds over the kills, so that each of them hits coordinators at work. */
  private void allowMore() throws Exception {
    if (field.unended() + pace.left() > plan.unendedMax()) {
      return;
    }
    double rest = plan.builds() - allowed;
    double more;
    if (killer.done()) {
      more = Math.min(rest, plan.unendedMax());
    } else {
      double perSecond = Math.max(rest / Math.max(1, killer.secondsLeft()), PER_SECOND_MIN);
      more = perSecond * TICK.toMillis() / 1_000;
    }
    int whole = (int) (Math.floor(allowed + more) - Math.floor(allowed));
    allowed += more;
    if (whole > 0) {
      pace.allow(whole);
    }
  }

  /** Waits until all builds have ended, or nothing ends for as long as the plan says. */
  private void comeToRest() throws Exception {
    for (int tick = 0; field.unended() > 0; tick++) {
      talk(tick);
      if (stuck()) {
        return;
      }
      Rest.of(TICK);
    }
  }

  /** Whether builds are left and none of them has ended for as long as the plan says. */
  private boolean stuck() throws Exception {
    long now = field.ended();
    calmTicks = now == ended && field.unended() > 0 ? calmTicks + 1 : 0;
    ended = now;
    if (TICK.multipliedBy(calmTicks).compareTo(plan.calm()) <= 0) {
      return false;
    }
    talk.accept(field.unended() + " builds have not ended, and nothing moves any more");
    return true;
  }

  private void talk(int tick) throws Exception {
    if (tick % TALK_EVERY == TALK_EVERY - 1) {
      talk.accept(
          "%d builds ended, %d to go, %d kills"
              .formatted(field.ended(), field.unended(), killer.kills()));
    }
  }
}
