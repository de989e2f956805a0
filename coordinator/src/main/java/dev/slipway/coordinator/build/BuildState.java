package dev.slipway.coordinator.build;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a build is. Each state carries only what is true in it: one that waits has no lease, one
 * that ended has no runner.
 */
public sealed interface BuildState {

  /** The state's name in tables and messages. */
  StateName name();

  /** Attempts begun so far. */
  int attempts();

  /** A state in which no attempt of the build is active. */
  sealed interface Waiting extends BuildState {
    /** Attempts that were lost and count towards the limit. */
    int losses();
  }

  /**
   * Waits for a time, and then for its turn.
   *
   * @param attempts attempts begun so far
   * @param losses those of them that were lost and count towards the limit
   */
  record Held(int attempts, int losses, Hold hold) implements Waiting {
    public Held {
      checkLosses(attempts, losses);
    }

    @Override
    public StateName name() {
      return StateName.HELD;
    }
  }

  /**
   * Waits for its turn.
   *
   * @param attempts attempts begun so far, 0 at first
   * @param losses those of them that were lost and count towards the limit
   */
  record Queued(int attempts, int losses) implements Waiting {
    public Queued {
      checkLosses(attempts, losses);
    }

    @Override
    public StateName name() {
      return StateName.QUEUED;
    }
  }

  /** A state in which an attempt holds the build's chat and a slot. */
  sealed interface Active extends BuildState {
    /** The attempt's right. */
    Lease lease();

    @Override
    default int attempts() {
      return lease().attempt();
    }
  }

  /** Leased; its runner has not said Hello yet. */
  record Starting(Lease lease, int losses) implements Active {
    @Override
    public StateName name() {
      return StateName.STARTING;
    }
  }

  /** Its runner executes the steps. */
  record Running(Lease lease, int losses) implements Active {
    @Override
    public StateName name() {
      return StateName.RUNNING;
    }
  }

  /** On its way to an end; its processes may still run, so it keeps its chat and its slot. */
  record Stopping(Lease lease, Stop stop) implements Active {
    @Override
    public StateName name() {
      return StateName.STOPPING;
    }
  }

  /** What a stopping build becomes when its processes are gone. */
  sealed interface Stop {
    /**
     * Someone asked for it.
     *
     * @param supersededBy the build whose submit asked; null when a person did
     */
    record Cancel(String reason, @Nullable UUID supersededBy) implements Stop {}

    /** It took too long, or its runner broke the protocol. */
    record Fail(Failure failure) implements Stop {}

    /** Its slot is wanted back; it goes on from its place in the queue. */
    record Requeue(int losses) implements Stop {}
  }

  /** A state that nothing leaves. */
  sealed interface Ended extends BuildState {}

  /** Ended well. */
  record Succeeded(int attempts, Results results) implements Ended {
    @Override
    public StateName name() {
      return StateName.SUCCEEDED;
    }
  }

  /** Ended badly. */
  record Failed(int attempts, Failure failure) implements Ended {
    @Override
    public StateName name() {
      return StateName.FAILED;
    }
  }

  /**
   * Ended because someone asked for it.
   *
   * @param supersededBy the build whose submit asked; null when a person did
   */
  record Cancelled(int attempts, String reason, @Nullable UUID supersededBy) implements Ended {
    @Override
    public StateName name() {
      return StateName.CANCELLED;
    }
  }

  private static void checkLosses(int attempts, int losses) {
    if (losses < 0 || losses > attempts) {
      throw new IllegalArgumentException(losses + " losses of " + attempts + " attempts");
    }
  }

  /** The lease that may write for the build now, or null when none may. */
  default @Nullable Lease leaseOrNull() {
    return this instanceof Active active ? active.lease() : null;
  }
}
