package dev.slipway.coordinator.report;

import dev.slipway.coordinator.loop.Loop;
import dev.slipway.coordinator.peer.Coordinators;
import dev.slipway.coordinator.report.LeaseRepository.Heard;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.transaction.TransactionOperations;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Looks at the runners that are linked to this coordinator, once a second. Renews the leases of the
 * runners that were heard, all with one statement a second, and then acks their Beats: a runner
 * counts only what is written down. A stream that has been silent for four Beats is closed; its
 * runner connects again if it lives. While no runner is linked, nothing is asked of the database.
 */
@Singleton
class Renewals {
  private static final int SILENT_BEATS = 4;

  /** Renewals between two times that the rows of ended builds are removed. */
  private static final int FORGET_EVERY = 60;

  private final Runners runners;
  private final LeaseRepository leases;
  private final Coordinators coordinators;
  private final TransactionOperations<Connection> transactions;
  private final ReportConfig config;
  private final LogBudget budget;
  private final Duration period;
  private final Loop loop;
  private int renewed;

  Renewals(
      Runners runners,
      LeaseRepository leases,
      Coordinators coordinators,
      TransactionOperations<Connection> transactions,
      ReportConfig config,
      LogBudget budget,
      MeterRegistry metrics) {
    this.runners = runners;
    this.leases = leases;
    this.coordinators = coordinators;
    this.transactions = transactions;
    this.config = config;
    this.budget = budget;
    var second = Duration.ofSeconds(1);
    this.period = config.beatInterval().compareTo(second) < 0 ? config.beatInterval() : second;
    this.loop = new Loop("renew", period, metrics, this::once);
  }

  @EventListener
  void on(ServerStartupEvent event) {
    if (event.getSource() instanceof GrpcEmbeddedServer) {
      loop.start();
    }
  }

  /** One look at every linked runner. Writes. */
  void once() {
    budget.once(runners.all(), period.toMillis() / 1000.0);
    var heard = new ArrayList<News>();
    for (var runner : runners.all()) {
      if (runner.vitals().silence().compareTo(config.beatInterval().multipliedBy(SILENT_BEATS)) > 0
          && runner.resumes()) {
        runners.remove(runner);
        runner.stream().unavailable("nothing was heard for " + runner.vitals().silence());
        continue;
      }
      // Read first: a Beat that comes later is not what is written down here.
      long beat = runner.vitals().beat();
      // Of protocol 1 there are no Beats: as long as its stream is open it lives.
      if (runner.vitals().takeNews() || !runner.resumes()) {
        heard.add(new News(runner, beat));
      }
    }
    if (!heard.isEmpty()) {
      var counted = renewOrPutBack(heard);
      for (var news : heard) {
        tell(news, counted);
      }
    }
    cancelStopping();
  }

  /** Whoever asked for the end of a build may have asked another coordinator, without a link. */
  private void cancelStopping() {
    var linked = runners.all();
    if (!linked.isEmpty()) {
      var stopping =
          transactions.executeRead(
              transaction ->
                  leases.stopping(
                      transaction.getConnection(),
                      linked.stream().map(runner -> runner.caller().build().id()).toList()));
      linked.stream()
          .filter(runner -> stopping.contains(runner.caller().build().id()))
          .forEach(Conversation::cancelIfStopping);
    }
  }

  /** A runner that was heard, and the newest Beat of it then. */
  private record News(Conversation runner, long beat) {}

  private Set<UUID> renewOrPutBack(List<News> heard) {
    try {
      return renew(heard);
    } catch (RuntimeException e) {
      heard.forEach(news -> news.runner().vitals().putNewsBack());
      throw e;
    }
  }

  private Set<UUID> renew(List<News> heard) {
    return Objects.requireNonNull(
        transactions.executeWrite(
            transaction -> {
              var connection = transaction.getConnection();
              if (++renewed % FORGET_EVERY == 0) {
                leases.forget(connection);
              }
              return leases.renew(
                  connection,
                  heard.stream()
                      .map(
                          news ->
                              new Heard(
                                  news.runner().caller().build().id(),
                                  news.runner().caller().lease().attemptUid(),
                                  terms(news.runner()).connGen()))
                      .toList());
            }));
  }

  private void tell(News news, Set<UUID> counted) {
    var runner = news.runner();
    if (!counted.contains(runner.caller().build().id())) {
      if (!runner.over()) {
        runners.remove(runner);
        runner.lost("it is over");
      }
    } else if (runner.vitals().toAck(news.beat())) {
      runner.stream().beatAck(news.beat(), coordinators.addresses());
    }
  }

  private static Terms terms(Conversation runner) {
    return Objects.requireNonNull(runner.terms());
  }

  @PreDestroy
  void stop() {
    loop.close();
  }
}
