package dev.slipway.bench.measure;

import java.util.List;
import java.util.Locale;

/**
 * Ratios of neighbouring windows, ours to the baseline.
 *
 * @param ratios one for each pair, sorted, the smallest first; at least one
 */
public record Ratio(List<Double> ratios) {

  public Ratio {
    if (ratios.isEmpty()) {
      throw new IllegalArgumentException("a ratio needs at least one pair of windows");
    }
    ratios = ratios.stream().sorted().toList();
  }

  /** What counts: one odd window does not move it. The mean of the middle two when even. */
  public double median() {
    int middle = ratios.size() / 2;
    return ratios.size() % 2 == 1
        ? ratios.get(middle)
        : (ratios.get(middle - 1) + ratios.get(middle)) / 2;
  }

  /** {@code 0.83 [0.71..0.95] of 7 pairs}: how far the machine's noise reaches. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.2f [%.2f..%.2f] of %d pairs",
        median(),
        ratios.getFirst(),
        ratios.getLast(),
        ratios.size());
  }
}
