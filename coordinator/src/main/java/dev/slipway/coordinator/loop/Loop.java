package dev.slipway.coordinator.loop;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one method again and again on a thread of its own: at once after {@link #wake}, at the
 * latest after the period. What the method throws is logged and counted, and the loop goes on: the
 * next call works from what is true then. Metrics: {@code slipway.loop.runs}, {@code
 * slipway.loop.failures}, both with the tag {@code loop}.
 */
public final class Loop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  /** One run of the loop's work. */
  @FunctionalInterface
  public interface Work {
    void once() throws Exception;
  }

  private final String name;
  private final Duration period;
  private final Work work;
  private final MeterRegistry metrics;
  private final Semaphore hints = new Semaphore(0);
  private volatile boolean stopped;
  private @Nullable Thread thread;

  public Loop(String name, Duration period, MeterRegistry metrics, Work work) {
    this.name = name;
    this.period = period;
    this.metrics = metrics;
    this.work = work;
  }

  /** Begins. */
  public void start() {
    thread = Thread.ofVirtual().name("loop-" + name).start(this::run);
  }

  /** Hints that there may be something to do. Never blocks; many hints are one. */
  public void wake() {
    if (hints.availablePermits() == 0) {
      hints.release();
    }
  }

  private void run() {
    while (!stopped) {
      try {
        hints.drainPermits();
        metrics.counter("slipway.loop.runs", "loop", name).increment();
        work.once();
        var _ = hints.tryAcquire(period.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      } catch (Throwable e) {
        // Errors too: a loop that ended without a word would stop the queue.
        failed(e);
      }
    }
  }

  /** Waits a period, whatever hints come: what fails at once would fail as fast again. */
  private void failed(Throwable e) {
    if (stopped) {
      return;
    }
    metrics.counter("slipway.loop.failures", "loop", name).increment();
    log.warn("{} failed, tries again in {}: {}", name, period, e.toString(), e);
    try {
      TimeUnit.MILLISECONDS.sleep(period.toMillis());
    } catch (InterruptedException interrupted) {
      stopped = true;
    }
  }

  /** Ends after the run that is going on; waits for it, 10 s at most. */
  @Override
  public void close() {
    stopped = true;
    wake();
    var running = thread;
    if (running == null) {
      return;
    }
    try {
      if (!running.join(Duration.ofSeconds(10))) {
        running.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
