package dev.slipway.coordinator.retain;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How history is kept.
 *
 * @param period between two looks whether the next months and days have their partitions, and which
 *     days are too old; at least 1 ms
 * @param monthsAhead how many months after this one have theirs already, from 1
 * @param logDaysAhead how many days after this one have their partition for logs already, from 1
 * @param logsFor how long logs are kept after the last byte of their day was stored, from 1 day. A
 *     day is one of submits, by UTC, and goes as a whole, when all of its builds have ended
 * @param logDaysMax days whose logs are dropped in one look, from 1: each holds up all who write or
 *     read logs for a moment
 * @param lockWait how long that moment's beginning is waited for, from 1 ms; then the next look
 *     tries again
 */
@ConfigurationProperties("slipway.retain")
public record RetainConfig(
    @Bindable(defaultValue = "6h") Duration period,
    @Bindable(defaultValue = "2") int monthsAhead,
    @Bindable(defaultValue = "2") int logDaysAhead,
    @Bindable(defaultValue = "30d") Duration logsFor,
    @Bindable(defaultValue = "8") int logDaysMax,
    @Bindable(defaultValue = "2s") Duration lockWait) {
  public RetainConfig {
    if (period.toMillis() < 1) {
      throw new IllegalArgumentException(
          "slipway.retain.period is " + period + ". Set 1ms or more (default 6h).");
    }
    if (monthsAhead < 1 || monthsAhead > 120) {
      throw new IllegalArgumentException(
          "slipway.retain.months-ahead is " + monthsAhead + ". Set 1 to 120 (default 2).");
    }
    if (logDaysAhead < 1 || logDaysAhead > 60) {
      throw new IllegalArgumentException(
          "slipway.retain.log-days-ahead is " + logDaysAhead + ". Set 1 to 60 (default 2).");
    }
    if (logsFor.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "slipway.retain.logs-for is " + logsFor + ". Set 1d or more (default 30d).");
    }
    if (logDaysMax < 1) {
      throw new IllegalArgumentException(
          "slipway.retain.log-days-max is " + logDaysMax + ". Set 1 or more (default 8).");
    }
    if (lockWait.toMillis() < 1) {
      throw new IllegalArgumentException(
          "slipway.retain.lock-wait is " + lockWait + ". Set 1ms or more (default 2s).");
    }
  }
}
