package dev.slipway.bench.plan;

import dev.slipway.bench.coordinator.CoordinatorProcess;
import dev.slipway.bench.measure.Rest;
import dev.slipway.bench.measure.Side;
import dev.slipway.bench.measure.Window;
import dev.slipway.bench.seed.Seed;
import java.time.Duration;

/**
 * A coordinator that leases, starts and ends seeded builds as fast as it can while its gate is
 * open. Units are builds whose end is durable.
 *
 * @param atLeast how many builds wait at the begin of each window
 */
record DispatchSide(CoordinatorProcess coordinator, Seed seed, int atLeast) implements Side {
  @Override
  public Window run(Duration window) throws Exception {
    fill();
    long endedBefore = coordinator.counts().ended();
    long began = System.nanoTime();
    coordinator.go();
    Rest.of(window);
    long ended = coordinator.counts().ended() - endedBefore;
    var lasted = Duration.ofNanos(System.nanoTime() - began);
    coordinator.hold();
    coordinator.awaitRest();
    return Window.counted(ended, lasted);
  }

  /** Adds whole rounds of the chats until enough builds wait; the gate must be shut. */
  void fill() throws Exception {
    long missing = atLeast - seed.waiting();
    if (missing > 0) {
      seed.add(Math.toIntExact((missing + seed.chats() - 1) / seed.chats()));
      // Rows that come from the side wake nobody: let the cluster fill up to the shut gate.
      coordinator.awaitRest();
    }
  }
}
