package dev.slipway.coordinator.retain;

import dev.slipway.coordinator.loop.Loop;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.transaction.TransactionOperations;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each day of logs its partition before it begins, and drops those of days that are too old,
 * each as a whole. Logs of a day without one are kept in {@code log_chunk_other} until the next
 * look makes the day. Each day is a transaction of its own, so that the locks that it takes are
 * held for a moment. Metrics: {@code slipway.retain.log.days.dropped}; {@code
 * slipway.retain.log.days.held}, how many are too old and wait for a build to end or for younger
 * output.
 */
@Singleton
class LogDays {
  private static final Logger log = LoggerFactory.getLogger(LogDays.class);

  /** Days without a partition that one look makes; more of them wait for the next. */
  private static final int ASTRAY_MAX = 60;

  private final TransactionOperations<Connection> transactions;
  private final LogDayRepository repository;
  private final RetainConfig config;
  private final MeterRegistry metrics;
  private final AtomicLong held = new AtomicLong();
  private final Loop loop;

  LogDays(
      TransactionOperations<Connection> transactions,
      LogDayRepository repository,
      RetainConfig config,
      MeterRegistry metrics) {
    this.transactions = transactions;
    this.repository = repository;
    this.config = config;
    this.metrics = metrics;
    metrics.gauge("slipway.retain.log.days.held", held);
    this.loop = new Loop("log-days", config.period(), metrics, this::once);
  }

  @EventListener
  void on(StartupEvent event) {
    loop.start();
  }

  /** One run of the loop: the days that were dropped. */
  List<LocalDate> once() {
    for (var day : write(connection -> repository.missing(connection, config.logDaysAhead()))) {
      make(day);
    }
    for (int i = 0; i < ASTRAY_MAX; i++) {
      var astray = write(repository::astray);
      if (astray.isEmpty()) {
        break;
      }
      make(astray.getFirst());
    }
    return drop();
  }

  private void make(LocalDate day) {
    long moved = write(connection -> repository.make(connection, day));
    if (moved > 0) {
      log.warn("{} chunks of logs of {} came before the day had its partition", moved, day);
    }
  }

  private List<LocalDate> drop() {
    var old = write(connection -> repository.old(connection, config.logsFor()));
    var dropped = new ArrayList<LocalDate>();
    long kept = 0;
    for (var day : old) {
      if (dropped.size() == config.logDaysMax()) {
        break;
      }
      if (write(connection -> repository.drop(connection, day, config.logsFor()))) {
        metrics.counter("slipway.retain.log.days.dropped").increment();
        log.info("dropped the logs of {}", day);
        dropped.add(day);
      } else {
        kept++;
      }
    }
    held.set(kept);
    return dropped;
  }

  private <T> T write(Function<Connection, T> work) {
    return transactions.executeWrite(
        transaction -> {
          repository.waitForLocks(transaction.getConnection(), config.lockWait());
          return work.apply(transaction.getConnection());
        });
  }

  @PreDestroy
  void stop() {
    loop.close();
  }
}
