package dev.slipway.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Semaphore runs = new Semaphore(0);

  @Test
  void runsAtOnceAndThenAfterEachPeriod() throws Exception {
    try (var loop = new Loop("test", Duration.ofMillis(5), metrics, runs::release)) {
      loop.start();

      ran(5);
    }
    assertThat(count("runs")).isGreaterThanOrEqualTo(5);
    assertThat(count("failures")).isZero();
  }

  @Test
  void aHintRunsItAtOnce() throws Exception {
    try (var loop = new Loop("test", NEVER, metrics, runs::release)) {
      loop.start();
      ran(1);

      loop.wake();

      ran(1);
    }
  }

  @Test
  void aHintDuringARunIsNotLost() throws Exception {
    var inside = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var loop =
        new Loop(
            "test",
            NEVER,
            metrics,
            () -> {
              inside.countDown();
              go.await();
              runs.release();
            })) {
      loop.start();
      inside.await();

      loop.wake();
      loop.wake();
      go.countDown();

      ran(2);
    }
  }

  @Test
  void aRunThatFailsIsCountedAndTheLoopGoesOn() throws Exception {
    var failures = new AtomicInteger();
    try (var loop =
        new Loop(
            "test",
            Duration.ofMillis(5),
            metrics,
            () -> {
              switch (failures.incrementAndGet()) {
                case 1 -> throw new IOException("the database is away");
                case 2 -> throw new IllegalStateException("a bug");
                case 3 -> throw new NoClassDefFoundError("a worse one");
                default -> runs.release();
              }
            })) {
      loop.start();

      ran(2);
    }
    assertThat(count("failures")).isEqualTo(3);
    assertThat(count("runs")).isGreaterThanOrEqualTo(5);
  }

  @Test
  void closeWaitsForTheRunThatIsGoingOnAndStartsNoOther() throws Exception {
    var inside = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var done = new AtomicBoolean();
    var loop =
        new Loop(
            "test",
            NEVER,
            metrics,
            () -> {
              inside.countDown();
              go.await();
              done.set(true);
              runs.release();
            });
    loop.start();
    inside.await();

    var closing = Thread.ofVirtual().start(loop::close);
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    assertThat(done).isFalse();
    go.countDown();
    assertThat(closing.join(Duration.ofSeconds(5))).isTrue();

    assertThat(done).isTrue();
    assertThat(runs.availablePermits()).isOne();
  }

  @Test
  void closeOfALoopThatNeverStartedDoesNothing() {
    new Loop("test", NEVER, metrics, runs::release).close();

    assertThat(runs.availablePermits()).isZero();
  }

  private void ran(int times) throws InterruptedException {
    assertThat(runs.tryAcquire(times, 10, TimeUnit.SECONDS)).as("ran %d times", times).isTrue();
  }

  private double count(String what) {
    return metrics.counter("slipway.loop." + what, "loop", "test").count();
  }
}
