package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildState;
import dev.slipway.coordinator.build.BuildState.Active;
import dev.slipway.coordinator.build.BuildState.Held;
import dev.slipway.coordinator.build.BuildState.Starting;
import dev.slipway.coordinator.build.BuildState.Stop;
import dev.slipway.coordinator.build.BuildState.Stopping;
import dev.slipway.coordinator.build.BuildState.Waiting;
import dev.slipway.coordinator.build.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Lets tests of other rooms apply events as the ledger does, without tables. */
public final class TestChanges {
  private static final BuildRef SOME = new BuildRef("t", new UUID(0, 1));

  private TestChanges() {}

  /** What the ledger would store of a build after an event. */
  public record Changed(BuildState after, int losses, long lastSequence, boolean deadLetter) {}

  /**
   * Applies an event to a build that has not ended.
   *
   * @param losses those that count so far
   * @param luck 0 to 1, what decides a backoff's jitter
   * @throws dev.slipway.coordinator.build.IllegalTransition when it cannot happen
   */
  public static Changed apply(
      BuildState before,
      int losses,
      long lastSequence,
      BuildEvent event,
      Duration backoff,
      Instant now,
      double luck) {
    if (before instanceof Waiting waiting) {
      var change = WaitingChange.of(waiting(waiting, lastSequence), event);
      return new Changed(change.after(), losses, lastSequence + 1, false);
    }
    var change =
        ActiveChange.of(
            active((Active) before, losses, lastSequence),
            null,
            List.of(event),
            new RetryPolicy(3, backoff, backoff.multipliedBy(2)),
            now,
            luck);
    boolean ended = change.after() instanceof BuildState.Ended;
    return new Changed(
        change.after(), change.losses(), change.lastSequence(), ended && change.deadLetter());
  }

  private static WaitingBuild waiting(Waiting state, long lastSequence) {
    return new WaitingBuild(
        SOME,
        1,
        256,
        Priority.NORMAL,
        Instant.EPOCH,
        state.attempts(),
        state.losses(),
        lastSequence,
        state instanceof Held held ? held.hold() : null,
        false,
        false);
  }

  /** As a row: what it is read back as is what the change begins with. */
  private static ActiveBuild active(Active state, int losses, long lastSequence) {
    var stop = state instanceof Stopping stopping ? stopping.stop() : null;
    return new ActiveBuild(
        SOME,
        1,
        256,
        true,
        false,
        state.name(),
        state.attempts(),
        state instanceof Starting starting ? starting.losses() : losses,
        state.lease().attemptUid(),
        0,
        0,
        lastSequence,
        0,
        "",
        null,
        switch (stop) {
          case null -> null;
          case Stop.Cancel _ -> "CANCEL";
          case Stop.Fail _ -> "FAIL";
          case Stop.Requeue _ -> "REQUEUE";
        },
        stop instanceof Stop.Fail fail ? fail.failure() : null,
        stop instanceof Stop.Cancel cancel ? cancel.reason() : null,
        stop instanceof Stop.Cancel cancel ? cancel.supersededBy() : null);
  }
}
