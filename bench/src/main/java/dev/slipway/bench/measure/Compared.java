package dev.slipway.bench.measure;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The windows of both sides, in pairs that lay beside each other in time.
 *
 * @param ours as many as {@code baseline}, at least one
 */
public record Compared(List<Window> ours, List<Window> baseline) {

  public Compared {
    ours = List.copyOf(ours);
    baseline = List.copyOf(baseline);
    if (ours.size() != baseline.size() || ours.isEmpty()) {
      throw new IllegalArgumentException(
          "%d windows of ours and %d of the baseline are not pairs"
              .formatted(ours.size(), baseline.size()));
    }
  }

  /** Our rate to the baseline's, pair by pair. */
  public Ratio ratio() {
    return new Ratio(
        IntStream.range(0, ours.size())
            .mapToObj(i -> ours.get(i).perSecond() / baseline.get(i).perSecond())
            .toList());
  }

  /** Our median time of a call to the baseline's, pair by pair: smaller is better. */
  public Ratio timeRatio() {
    return new Ratio(
        IntStream.range(0, ours.size())
            .mapToObj(i -> nanos(ours.get(i)) / nanos(baseline.get(i)))
            .toList());
  }

  private static double nanos(Window window) {
    return window.latencies().median().toNanos();
  }

  /** The median of our rates, units a second. */
  public double oursPerSecond() {
    return medianRate(ours);
  }

  /** The median of the baseline's rates, units a second. */
  public double baselinePerSecond() {
    return medianRate(baseline);
  }

  /** All our calls. */
  public Latencies ourLatencies() {
    return Latencies.union(ours.stream().map(Window::latencies).toList());
  }

  /** All calls of the baseline. */
  public Latencies baselineLatencies() {
    return Latencies.union(baseline.stream().map(Window::latencies).toList());
  }

  private static double medianRate(List<Window> windows) {
    return new Ratio(windows.stream().map(Window::perSecond).toList()).median();
  }
}
