package dev.slipway.coordinator.order;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long builds take, learnt from those that ended lately. Where there are too few of the same
 * tenant, project and template it falls back to the tenant's, then to the template's, then to all,
 * then to {@link Estimate#DEFAULT}; the answer says which. Immutable.
 */
public final class Durations {
  /** Of each kind only the newest count, so that a site that got slower is seen to be. */
  public static final int SAMPLES_PER_KIND_MAX = 50;

  /** With fewer, a p90 would be the slowest of a handful. */
  public static final int SAMPLES_MIN = 5;

  private final Map<Kind, Estimate> estimates = new HashMap<>();

  /**
   * A build that ended by itself; cancelled ones and those that were lost say nothing.
   *
   * @param duration from lease to end: as long as it held its slot
   */
  public record Sample(String tenant, String project, String template, Duration duration) {}

  /** What is alike; an empty word stands for any. */
  private record Kind(Estimate.Source source, String tenant, String project, String template) {}

  private Durations(List<Sample> newestFirst) {
    var samples = new HashMap<Kind, List<Duration>>();
    for (var sample : newestFirst) {
      for (var source : Estimate.Source.values()) {
        kind(source, sample.tenant(), sample.project(), sample.template())
            .map(kind -> samples.computeIfAbsent(kind, _ -> new ArrayList<>()))
            .filter(list -> list.size() < SAMPLES_PER_KIND_MAX)
            .ifPresent(list -> list.add(sample.duration()));
      }
    }
    samples.forEach(
        (kind, list) -> {
          if (list.size() >= SAMPLES_MIN) {
            estimates.put(kind, learn(kind.source(), list));
          }
        });
  }

  /**
   * Learns.
   *
   * @param newestFirst as many as the caller cares to read; memory grows with them
   */
  public static Durations of(List<Sample> newestFirst) {
    return new Durations(newestFirst);
  }

  /** What a build of this kind is likely to take. */
  public Estimate estimate(String tenant, String project, String template) {
    for (var source : Estimate.Source.values()) {
      var estimate = kind(source, tenant, project, template).map(estimates::get);
      if (estimate.isPresent()) {
        return estimate.get();
      }
    }
    return Estimate.DEFAULT;
  }

  private static Optional<Kind> kind(
      Estimate.Source source, String tenant, String project, String template) {
    return switch (source) {
      case PROJECT -> Optional.of(new Kind(source, tenant, project, template));
      case TENANT -> Optional.of(new Kind(source, tenant, "", template));
      case TEMPLATE -> Optional.of(new Kind(source, "", "", template));
      case EVERYTHING -> Optional.of(new Kind(source, "", "", ""));
      case DEFAULT -> Optional.empty();
    };
  }

  private static Estimate learn(Estimate.Source source, List<Duration> samples) {
    var millis = samples.stream().mapToLong(Duration::toMillis).sorted().toArray();
    // No build takes no time at all, whatever a clock says.
    double p50 = Math.max(1, quantile(millis, 0.5));
    double p90 = Math.max(p50, quantile(millis, 0.9));
    return new Estimate(
        Duration.ofMillis((long) p50), Duration.ofMillis((long) p90), source, millis.length);
  }

  /**
   * Type 6 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996: the one that a
   * further sample of the same kind stays below with this chance, however few there are.
   */
  private static double quantile(long[] sorted, double part) {
    double rank = Math.clamp(part * (sorted.length + 1) - 1, 0.0, sorted.length - 1.0);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }
}
