package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.log.Logs;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Does to a build what a runner would: steps that print, and an end. */
@Singleton
class PerformedBuild {
  private final Ledger ledger;
  private final Logs logs;
  private final TestBuilds make;

  PerformedBuild(Ledger ledger, Logs logs, TestBuilds make) {
    this.ledger = ledger;
    this.logs = logs;
    this.make = make;
  }

  /** An attempt that runs, and all that it printed so far. */
  final class Actor {
    private final Held held;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final long logBase;

    private Actor(Held held, long logBase) {
      this.held = held;
      this.logBase = logBase;
    }

    BuildRef build() {
      return held.build();
    }

    Held held() {
      return held;
    }

    byte[] printed() {
      return printed.toByteArray();
    }

    void starts(String step) {
      says(new StepStarted(step, "", 0, logBase + printed.size()));
    }

    void prints(byte... bytes) {
      logs.append(held.build(), held.attemptUid(), 0, printed.size(), bytes);
      printed.writeBytes(bytes);
    }

    void ends(String step) {
      says(new StepFinished(step, 0, 1, false, logBase + printed.size(), 0, null));
    }

    void succeeds() {
      says(new StepsSucceeded(new Results(List.of(), "", false)));
    }

    void says(BuildEvent event) {
      ledger.record(held.build(), held.attemptUid(), event);
    }

    /** Steps that print a little, some, or nothing, and a success. */
    void performs(Random random, int steps) {
      for (int step = 0; step < steps; step++) {
        starts("step-" + step);
        for (int i = random.nextInt(4); i > 0; i--) {
          var bytes = new byte[1 + random.nextInt(200)];
          random.nextBytes(bytes);
          prints(bytes);
        }
        ends("step-" + step);
      }
      succeeds();
    }
  }

  Actor begin() {
    return new Actor(make.aBuild().running(), 0);
  }

  /** The next attempt of a build whose last one was lost. */
  Actor again(BuildRef build, int attempt, long logBase) {
    var actor = new Actor(make.lease(build), logBase);
    actor.says(new Claimed());
    return actor;
  }
}
