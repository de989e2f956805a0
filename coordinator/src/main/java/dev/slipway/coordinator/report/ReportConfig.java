package dev.slipway.coordinator.report;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * What an attempt may use. The runner keeps to it; what reaches the store is checked again.
 *
 * @param killGrace between TERM and KILL when steps are ended
 * @param stepLogHeadBytes output kept of a step from its beginning
 * @param stepLogTailBytes output kept of a step from its end when there was more than the head
 * @param sourceEntriesMax entries of an archive
 * @param sourceBytesMax bytes of an archive when it is unpacked
 * @param sourceRatioMax bytes unpacked for each byte packed
 * @param sourceDepthMax folders deep
 * @param artifactEntriesMax files of one artifact
 * @param eventsMax events of one attempt
 * @param nacksMax how often one stream may be sent back because something was missing or damaged
 * @param beatInterval how often a runner says that it lives; one that is silent for four of them
 *     has its stream closed
 * @param fenceAfter how long a runner goes on that no coordinator hears; then it ends itself
 * @param logBytesPerSecond what all runners of this coordinator together may send of log; beyond it
 *     each is told its part
 * @param stallTimeout how long a step may print nothing and use no processor before it is ended
 * @param logBytesMax output kept of all steps of a build from their beginnings
 */
@ConfigurationProperties("slipway.report")
public record ReportConfig(
    @Bindable(defaultValue = "5s") Duration killGrace,
    @Bindable(defaultValue = "8388608") long stepLogHeadBytes,
    @Bindable(defaultValue = "2097152") long stepLogTailBytes,
    @Bindable(defaultValue = "20000") int sourceEntriesMax,
    @Bindable(defaultValue = "536870912") long sourceBytesMax,
    @Bindable(defaultValue = "200") int sourceRatioMax,
    @Bindable(defaultValue = "64") int sourceDepthMax,
    @Bindable(defaultValue = "20000") int artifactEntriesMax,
    @Bindable(defaultValue = "1000") int eventsMax,
    @Bindable(defaultValue = "100") int nacksMax,
    @Bindable(defaultValue = "5s") Duration beatInterval,
    @Bindable(defaultValue = "10m") Duration fenceAfter,
    @Bindable(defaultValue = "67108864") long logBytesPerSecond,
    @Bindable(defaultValue = "5m") Duration stallTimeout,
    @Bindable(defaultValue = "67108864") long logBytesMax) {

  public ReportConfig {
    if (killGrace.isNegative()) {
      throw new IllegalArgumentException(
          "slipway.report.kill-grace is " + killGrace + ". Set 0s or more (default 5s).");
    }
    if (stepLogTailBytes < 0) {
      throw new IllegalArgumentException(
          "slipway.report.step-log-tail-bytes is "
              + stepLogTailBytes
              + ". Set 0 or more (default 2097152).");
    }
    positive("step-log-head-bytes", stepLogHeadBytes, 8_388_608);
    positive("source-entries-max", sourceEntriesMax, 20_000);
    positive("source-bytes-max", sourceBytesMax, 536_870_912);
    positive("source-ratio-max", sourceRatioMax, 200);
    positive("source-depth-max", sourceDepthMax, 64);
    positive("artifact-entries-max", artifactEntriesMax, 20_000);
    positive("events-max", eventsMax, 1_000);
    positive("nacks-max", nacksMax, 100);
    positive("log-bytes-per-second", logBytesPerSecond, 67_108_864);
    positive("log-bytes-max", logBytesMax, 67_108_864);
    if (beatInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "slipway.report.beat-interval is " + beatInterval + ". Set 1ms or more (default 5s).");
    }
    if (stallTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "slipway.report.stall-timeout is " + stallTimeout + ". Set 1ms or more (default 5m).");
    }
    if (fenceAfter.compareTo(beatInterval.multipliedBy(4)) < 0) {
      throw new IllegalArgumentException(
          "slipway.report.fence-after is %s. Set four beat-intervals (%s) or more (default 10m)."
              .formatted(fenceAfter, beatInterval.multipliedBy(4)));
    }
  }

  private static void positive(String key, long value, long byDefault) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "slipway.report.%s is %d. Set 1 or more (default %d).".formatted(key, value, byDefault));
    }
  }

  /** Room for the line that says how much was left out. */
  private static final long MARKER_BYTES = 1024;

  /** Bytes of log that an attempt with so many steps may send. */
  long logBytesMax(int steps) {
    return steps * (stepLogHeadBytes + stepLogTailBytes + MARKER_BYTES);
  }
}
