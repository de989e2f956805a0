package dev.slipway.coordinator.retain;

import dev.slipway.coordinator.loop.Loop;
import dev.slipway.coordinator.retain.MonthRepository.Month;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.transaction.TransactionOperations;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each month of ended builds its partition before it begins. Builds of a month without one
 * are kept all the same, in {@code build_ended_other}, where {@code slipway.retain.without} counts
 * such months.
 */
@Singleton
class Months {
  private static final Logger log = LoggerFactory.getLogger(Months.class);

  private final TransactionOperations<Connection> transactions;
  private final MonthRepository repository;
  private final RetainConfig config;
  private final AtomicInteger without = new AtomicInteger();
  private final Loop loop;

  Months(
      TransactionOperations<Connection> transactions,
      MonthRepository repository,
      RetainConfig config,
      MeterRegistry metrics) {
    this.transactions = transactions;
    this.repository = repository;
    this.config = config;
    metrics.gauge("slipway.retain.without", without);
    this.loop = new Loop("months", config.period(), metrics, this::once);
  }

  @EventListener
  void on(StartupEvent event) {
    loop.start();
  }

  /** One run of the loop. */
  List<Month> once() {
    var months =
        transactions.executeWrite(
            transaction -> repository.make(transaction.getConnection(), config.monthsAhead()));
    var missing = months.stream().filter(month -> !month.own()).toList();
    without.set(missing.size());
    missing.forEach(
        month ->
            log.warn(
                "the month of {} has no partition: builds of it stand in build_ended_other",
                month.first()));
    return months;
  }

  @PreDestroy
  void stop() {
    loop.close();
  }
}
