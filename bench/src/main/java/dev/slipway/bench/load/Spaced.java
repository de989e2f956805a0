package dev.slipway.bench.load;

import dev.slipway.bench.measure.Latencies;
import dev.slipway.bench.measure.Rest;
import dev.slipway.bench.measure.Window;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * One call at a time on a machine that is idle in between, at random moments: the rhythm of no loop
 * is met by chance, and nothing is warm because it was used a moment ago.
 */
public final class Spaced {
  private static final int REST_MICROS_MAX = 20_000;

  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  /** Something that takes time, and tells how much of it counts. */
  @FunctionalInterface
  public interface Call {
    /** Does it once; returns nanoseconds. */
    long once() throws Exception;
  }

  /** Calls until the window is over, at least once; a unit is a call. */
  public Window run(Call call, Duration window) throws Exception {
    long began = System.nanoTime();
    var nanos = LongStream.builder();
    int calls = 0;
    do {
      Rest.of(Duration.ofNanos(1_000L * random.nextInt(REST_MICROS_MAX)));
      nanos.add(call.once());
      calls++;
    } while (System.nanoTime() - began < window.toNanos());
    return new Window(
        calls,
        Duration.ofNanos(System.nanoTime() - began),
        Latencies.ofNanos(nanos.build().toArray()));
  }
}
