package dev.slipway.coordinator.build;

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

  /**
   * Waits for its turn.
   *
   * @param attempts attempts begun so far, 0 at first
   * @param losses those of them that were lost and count towards the limit
   */
  record Queued(int attempts, int losses) implements BuildState {
    public Queued {
      if (losses < 0 || losses > attempts) {
        throw new IllegalArgumentException(losses + " losses of " + attempts + " attempts");
      }
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
    /** Someone asked for it. */
    record Cancel(String reason) implements Stop {}

    /** It took too long, or its runner broke the protocol. */
    record Fail(Failure failure) implements Stop {}
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

  /** Ended because someone asked for it. */
  record Cancelled(int attempts, String reason) implements Ended {
    @Override
    public StateName name() {
      return StateName.CANCELLED;
    }
  }

  /** The lease that may write for the build now, or null when none may. */
  default @Nullable Lease leaseOrNull() {
    return this instanceof Active active ? active.lease() : null;
  }
}
