package dev.slipway.race.crash;

import dev.slipway.bench.measure.Rest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The points of the coordinators of this JVM. One is armed at a time, and hurts whoever passes it
 * next. Static, since drivers are made by their class name and cannot be told anything.
 */
public final class CrashPoints {
  /** Longer than dispatch, rescue and clients wait before they look again. */
  private static final Duration STOP_FOR = Duration.ofMillis(700);

  /** How often a point is passed at least that does not belong to a start. */
  private static final int OFTEN = 3;

  private static final Map<String, Integer> PASSED = new ConcurrentHashMap<>();
  private static final AtomicReference<@Nullable Armed> ARMED = new AtomicReference<>();

  private CrashPoints() {}

  private record Armed(String point, Fault fault, CountDownLatch hit) {}

  /** A connection broke at a point, on purpose. */
  static final class Broken extends RuntimeException {
    Broken(String point) {
      super("broken on purpose: " + point, null, false, false);
    }
  }

  /** Forgets which points were seen. */
  static void forget() {
    PASSED.clear();
  }

  /** The points that were passed again and again since, in their order. */
  static Set<String> seen() {
    var often = new TreeSet<String>();
    PASSED.forEach(
        (point, times) -> {
          if (times >= OFTEN) {
            often.add(point);
          }
        });
    return often;
  }

  /**
   * Hurts whoever passes next, and waits for that.
   *
   * @return false when nobody passed in that time; then nobody will be hurt
   */
  static boolean hurt(String point, Fault fault, Duration atMost) throws InterruptedException {
    var armed = new Armed(point, fault, new CountDownLatch(1));
    ARMED.set(armed);
    boolean hit = armed.hit().await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    return ARMED.compareAndSet(armed, null) ? hit : true;
  }

  /**
   * Whoever gets here says so.
   *
   * @throws Broken when the point is armed to break
   */
  static void pass(String point) {
    var _ = PASSED.merge(point, 1, Integer::sum);
    var armed = ARMED.get();
    if (armed == null || !armed.point().equals(point) || !ARMED.compareAndSet(armed, null)) {
      return;
    }
    armed.hit().countDown();
    switch (armed.fault()) {
      case THROW -> throw new Broken(point);
      case STOP -> stop();
    }
  }

  private static void stop() {
    try {
      Rest.of(STOP_FOR);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
