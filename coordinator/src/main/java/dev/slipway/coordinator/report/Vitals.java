package dev.slipway.coordinator.report;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** When a runner was last heard on a stream, by this process's clock, and how much log it sent. */
final class Vitals {
  private final AtomicLong logged = new AtomicLong();
  private volatile long heardNanos = System.nanoTime();
  private volatile boolean news;
  private volatile long beat;
  private volatile long acked;

  /** Between two Samples that are passed on. */
  private static final long SAMPLE_NANOS = 500_000_000;

  private volatile long sampledNanos = System.nanoTime() - SAMPLE_NANOS;

  /** It said what its step uses: whether that is to be passed on, or came too soon. */
  boolean takeSampleTurn() {
    heard();
    boolean turn = heardNanos - sampledNanos >= SAMPLE_NANOS;
    sampledNanos = turn ? heardNanos : sampledNanos;
    return turn;
  }

  /** It said something. */
  void heard() {
    heardNanos = System.nanoTime();
    news = true;
  }

  void beat(long number) {
    beat = Math.max(beat, number);
    heard();
  }

  void logged(int bytes) {
    var _ = logged.addAndGet(bytes);
    heard();
  }

  /** Whether it was heard since the last call. */
  boolean takeNews() {
    boolean some = news;
    news = false;
    return some;
  }

  /** What was taken could not be used; the next call gives it again. */
  void putNewsBack() {
    news = true;
  }

  /** The newest Beat. Read it before the renewal that it will be acked for. */
  long beat() {
    return beat;
  }

  /** Whether that Beat is still to be acked; true once. */
  boolean toAck(long number) {
    boolean isNew = number > acked;
    acked = Math.max(acked, number);
    return isNew;
  }

  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardNanos);
  }

  /** Bytes of log that came since the last call. */
  long takeLogged() {
    return logged.getAndSet(0);
  }
}
