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
    @Bindable(defaultValue = "1000") int eventsMax) {

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
