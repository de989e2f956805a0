package dev.slipway.runner.attempt;

import dev.slipway.runner.environment.StepEnvironment;
import dev.slipway.runner.link.Coordinator;
import dev.slipway.runner.link.Link;
import dev.slipway.runner.link.LinkListener;
import dev.slipway.runner.link.LinkLost;
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

/** Hello, the plan, its steps, the result, its ack. */
final class Conversation {
  private static final int PROTOCOL = 1;

  /** How long the coordinator may take to answer Hello. */
  private static final Duration WELCOME_WAIT = Duration.ofSeconds(30);

  /** How long the coordinator may take to commit the result; a database restart fits in. */
  private static final Duration RESULT_WAIT = Duration.ofMinutes(5);

  private final AttemptFile file;
  private final Folders folders;
  private final Spool spool;
  private final Coordinator coordinator;

  Conversation(AttemptFile file, Folders folders, Spool spool, Coordinator coordinator) {
    this.file = file;
    this.folders = folders;
    this.spool = spool;
    this.coordinator = coordinator;
  }

  /** Blocks until the result is committed or the link is gone. Returns the exit code. */
  int run(Stop stop, ProcessTree tree) {
    Link link = Link.open(coordinator, hello(), spool, new StopListener(stop));
    Plan plan;
    try {
      plan = link.plan(WELCOME_WAIT);
    } catch (LinkLost e) {
      Talk.say(String.valueOf(e.getMessage()));
      return e.attemptIsOver() ? Attempt.GONE : Attempt.BAD_START;
    }
    Talk.say("attempt " + file.attempt() + " of " + file.build() + ": " + plan.getTemplate());
    Result.Builder result = carryOut(plan, link, stop, tree);
    try {
      if (stop.why() instanceof Stop.LinkLost lost) {
        throw new LinkLost(lost.why());
      }
      link.finish(result, RESULT_WAIT);
      Talk.say(result.getOutcome() + ", committed");
      return Attempt.DONE;
    } catch (LinkLost e) {
      Talk.say(e.getMessage() + "; the steps have ended");
      return Attempt.GONE;
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
            new Store(coordinator),
            link::send);
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
        .setProtocol(PROTOCOL)
        .setRunnerVersion(version == null ? "unpackaged" : version)
        .build();
  }

  /** Turns the coordinator's words into a stop. */
  private record StopListener(Stop stop) implements LinkListener {
    @Override
    public void cancelled(String reason, Duration grace) {
      stop.grace(grace);
      stop.request(new Stop.Cancelled(reason));
    }

    @Override
    public void lost(String why) {
      stop.request(new Stop.LinkLost(why));
    }
  }
}
