package dev.slipway.bench.measure;

import java.util.Arrays;

/** Collects the times of one client's calls. Not for several threads. */
public final class Stopwatch {
  /** 8 bytes each; calls beyond are counted by nobody's window of a few seconds. */
  private static final int CALLS_MAX = 4_000_000;

  private long[] nanos = new long[1024];
  private int calls;

  /** Notes a call that began then, by {@link System#nanoTime}, and ends now. */
  public void lap(long beganNanos) {
    if (calls == CALLS_MAX) {
      return;
    }
    if (calls == nanos.length) {
      nanos = Arrays.copyOf(nanos, Math.min(CALLS_MAX, calls * 2));
    }
    nanos[calls++] = System.nanoTime() - beganNanos;
  }

  /** The first {@value #CALLS_MAX} calls so far. */
  public Latencies latencies() {
    return Latencies.ofNanos(Arrays.copyOf(nanos, calls));
  }
}
