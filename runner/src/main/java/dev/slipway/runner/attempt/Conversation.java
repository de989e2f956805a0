package dev.slipway.runner.attempt;

import dev.slipway.runner.environment.StepEnvironment;
import dev.slipway.runner.link.Coordinators;
import dev.slipway.runner.link.Link;
import dev.slipway.runner.link.LinkListener;
import dev.slipway.runner.link.LinkLost;
import dev.slipway.runner.link.LinkTimes;
import dev.slipway.runner.link.Store;
import dev.slipway.runner.process.Commands;
import dev.slipway.runner.process.ProcessTree;
import dev.slipway.runner.spool.Spool;
import dev.slipway.runner.step.Bench;
import dev.slipway.runner.step.Durations;
import dev.slipway.runner.step.Folders;
import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Limits;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Result;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/** Hello, the plan, its steps, the result, its ack. */
final class Conversation {
  private static final int OLDEST_PROTOCOL = 1;
  private static final int NEWEST_PROTOCOL = 2;

  private final AttemptFile file;
  private final Folders folders;
  private final Spool spool;
  private final Coordinators coordinators;
  private final LinkTimes times;

  Conversation(AttemptFile file, Folders folders, Spool spool) {
    this.file = file;
    this.folders = folders;
    this.spool = spool;
    this.coordinators = new Coordinators(file.coordinator(), file.readyFile(), file.token());
    this.times = LinkTimes.of(file.startup());
  }

  /**
   * Blocks until the result is committed.
   *
   * @param lost called as soon as nobody listens any more
   * @throws LinkLost when it cannot be
   */
  void run(Stop stop, ProcessTree tree, Consumer<LinkLost> lost) throws LinkLost {
    LinkListener listener = new StopListener(stop, lost);
    try (Link link = Link.open(coordinators, hello(), spool, times, listener)) {
      Plan plan = link.plan();
      Talk.say("attempt " + file.attempt() + " of " + file.build() + ": " + plan.getTemplate());
      Result.Builder result = carryOut(plan, link, stop, tree);
      if (stop.why() instanceof Stop.NobodyListens(LinkLost why)) {
        throw why;
      }
      link.finish(result);
      Talk.say(result.getOutcome() + ", committed");
    } catch (InterruptedException e) {
      throw LinkLost.over("stopped before the first step");
    }
  }

  private Result.Builder carryOut(Plan plan, Link link, Stop stop, ProcessTree tree) {
    Limits limits = plan.getLimits();
    if (limits.hasKillGrace()) {
      stop.grace(Durations.of(limits.getKillGrace()));
    }
    Bench bench =
        new Bench(
            plan,
            folders,
            StepEnvironment.of(System.getenv(), folders, file.attemptUid()),
            new Commands(tree, stop::grace),
            new Store(coordinators, times),
            new LinkReporter(link, stop));
    try (Timers timers = new Timers()) {
      if (limits.hasBuildTimeout()) {
        Duration limit = Durations.of(limits.getBuildTimeout());
        var _ = timers.after(limit, () -> stop.request(new Stop.BuildTimeout(limit)));
      }
      return new PlanRun(bench, spool, stop, timers).run();
    } finally {
      stop.close();
    }
  }

  private Hello hello() {
    String version = Attempt.class.getPackage().getImplementationVersion();
    return Hello.newBuilder()
        .setBuild(file.build())
        .setAttempt(file.attempt())
        .setProtocol(OLDEST_PROTOCOL)
        .setNewestProtocol(NEWEST_PROTOCOL)
        .setRunnerVersion(version == null ? "unpackaged" : version)
        .setBootId(UUID.randomUUID().toString())
        .setPodUid(file.podUid())
        .build();
  }

  /** Turns the coordinator's words into a stop. */
  private record StopListener(Stop stop, Consumer<LinkLost> gone) implements LinkListener {
    @Override
    public void cancelled(String reason, Duration grace) {
      stop.grace(grace);
      stop.request(new Stop.Cancelled(reason));
    }

    @Override
    public void lost(LinkLost why) {
      stop.request(new Stop.NobodyListens(why));
      gone.accept(why);
    }

    @Override
    public void note(String line) {
      Talk.say(line);
    }
  }
}
