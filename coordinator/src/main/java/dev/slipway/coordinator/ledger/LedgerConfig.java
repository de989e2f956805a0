package dev.slipway.coordinator.ledger;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How what runners say is committed.
 *
 * @param reportWriters transactions that write reports at a time, from 1. Two fill two cores of
 *     Postgres; measured in docs/adr/0009
 * @param reportBatchMax reports in one transaction, from 1
 * @param reportQueueMax reports that wait for one writer; one more is refused, from 1
 */
@ConfigurationProperties("slipway.ledger")
public record LedgerConfig(
    @Bindable(defaultValue = "2") int reportWriters,
    @Bindable(defaultValue = "256") int reportBatchMax,
    @Bindable(defaultValue = "20000") int reportQueueMax) {
  public LedgerConfig {
    if (reportWriters < 1 || reportBatchMax < 1 || reportQueueMax < 1) {
      throw new IllegalArgumentException(
          "slipway.ledger.report-writers is %d, slipway.ledger.report-batch-max %d, slipway.ledger.report-queue-max %d. Set each to 1 or more (default 2, 256, 20000)."
              .formatted(reportWriters, reportBatchMax, reportQueueMax));
    }
  }
}
