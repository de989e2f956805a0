package dev.slipway.coordinator.drain;

import dev.slipway.coordinator.dispatch.Dispatch;
import dev.slipway.coordinator.edge.ServiceHealth;
import dev.slipway.coordinator.fanout.Pulse;
import dev.slipway.coordinator.report.RunnerLinks;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes this coordinator one that nobody misses. */
@Singleton
public class Drain {
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Logger log = LoggerFactory.getLogger(Drain.class);

  private final DrainConfig config;
  private final ServiceHealth health;
  private final Dispatch dispatch;
  private final RunnerLinks runners;
  private final Pulse watchers;

  Drain(
      DrainConfig config,
      ServiceHealth health,
      Dispatch dispatch,
      RunnerLinks runners,
      Pulse watchers) {
    this.config = config;
    this.health = health;
    this.dispatch = dispatch;
    this.runners = runners;
    this.watchers = watchers;
  }

  /**
   * Says NOT_SERVING, leases nothing any more, and sends runners and watchers away. Blocks until
   * they have left, at most {@code slipway.drain.at-most}. Safe to repeat.
   */
  public void run() {
    health.drain();
    dispatch.stop();
    long end = System.nanoTime() + config.atMost().toNanos();
    watchers.drain(config.within());
    int runnersLeft = runners.drain(config.within(), config.atMost());
    awaitWatchers(end);
    log.info("Drained; {} runners and {} watchers are cut off", runnersLeft, watchers.open());
  }

  private void awaitWatchers(long end) {
    try {
      while (watchers.open() > 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
