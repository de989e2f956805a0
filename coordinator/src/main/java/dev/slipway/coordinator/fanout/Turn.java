package dev.slipway.coordinator.fanout;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Work that is asked for from anywhere and done by one thread at a time: at least once after each
 * request, and many requests during a run are one more run.
 */
final class Turn {
  private enum State {
    RESTS,
    WAITS,
    RUNS,
    RUNS_AND_AGAIN
  }

  /** What is done. */
  @FunctionalInterface
  interface Work {
    /** False: it goes on elsewhere, and {@link Turn#done} is called at its end. */
    boolean run();
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.RESTS);
  private final Executor executor;
  private final Work work;

  Turn(Executor executor, Work work) {
    this.executor = executor;
    this.work = work;
  }

  /** Has it done soon. Never blocks. */
  void request() {
    var before =
        state.getAndUpdate(
            now ->
                switch (now) {
                  case RESTS -> State.WAITS;
                  case RUNS -> State.RUNS_AND_AGAIN;
                  case WAITS, RUNS_AND_AGAIN -> now;
                });
    if (before == State.RESTS) {
      executor.execute(this::run);
    }
  }

  private void run() {
    state.set(State.RUNS);
    boolean done = true;
    try {
      done = work.run();
    } finally {
      if (done) {
        done();
      }
    }
  }

  /** The run is over. */
  void done() {
    var before = state.getAndUpdate(now -> now == State.RUNS_AND_AGAIN ? State.WAITS : State.RESTS);
    if (before == State.RUNS_AND_AGAIN) {
      executor.execute(this::run);
    }
  }
}
