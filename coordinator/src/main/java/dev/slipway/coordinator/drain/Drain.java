package dev.slipway.coordinator.drain;

import dev.slipway.coordinator.dispatch.Dispatch;
import dev.slipway.coordinator.edge.ServiceHealth;
import dev.slipway.coordinator.report.RunnerLinks;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes this coordinator one that nobody misses. */
@Singleton
public class Drain {
  private static final Logger log = LoggerFactory.getLogger(Drain.class);

  private final DrainConfig config;
  private final ServiceHealth health;
  private final Dispatch dispatch;
  private final RunnerLinks runners;

  Drain(DrainConfig config, ServiceHealth health, Dispatch dispatch, RunnerLinks runners) {
    this.config = config;
    this.health = health;
    this.dispatch = dispatch;
    this.runners = runners;
  }

  /**
   * Says NOT_SERVING, leases nothing any more, and sends runners and watchers away. Blocks until
   * they have left, at most {@code slipway.drain.at-most}. Safe to repeat.
   */
  public void run() {
    health.drain();
    dispatch.stop();
    long end = System.nanoTime() + config.atMost().toNanos();
    int left = runners.drain(config.within(), config.atMost());
    log.info(
        "Drained{}, {} ms early",
        left == 0 ? "" : ", " + left + " runners are cut off",
        (end - System.nanoTime()) / 1_000_000);
  }
}
