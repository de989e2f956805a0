package dev.slipway.coordinator.search;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.log.Logs;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Searches logs. Reads, without locks and without one transaction around it. Metrics: {@code
 * slipway.search.bytes}, {@code slipway.search.refused}.
 */
@Singleton
public class LogSearch {
  private static final int BUILDS_A_READ = 500;

  private final Logs logs;
  private final SearchRepository repository;
  private final TransactionOperations<Connection> transactions;
  private final SearchConfig config;
  private final MeterRegistry metrics;
  private final Semaphore turns;

  LogSearch(
      Logs logs,
      SearchRepository repository,
      TransactionOperations<Connection> transactions,
      SearchConfig config,
      MeterRegistry metrics) {
    this.logs = logs;
    this.repository = repository;
    this.transactions = transactions;
    this.config = config;
    this.metrics = metrics;
    this.turns = new Semaphore(config.atOnce());
  }

  /**
   * Searches one build's log, which is there, from its beginning or from where the last call ended.
   *
   * @throws Refusal when too many search
   */
  public Found inBuild(BuildRef build, Wanted wanted, @Nullable Place from) {
    return inTurn(
        () -> {
          var scan = new Scan(logs, wanted, config.scannedBytesMax(), this::steps);
          var place = from == null ? Place.start(build.id()) : from;
          var next = scan.build(build, place);
          return new Found(
              scan.matches(), next.offset() == Place.DONE ? null : next, scan.at(), scan.scanned());
        });
  }

  /**
   * Searches the logs of a tenant's builds, newest build first, from the newest or from where the
   * last call ended.
   *
   * @throws Refusal when there is no such tenant, or too many search
   */
  public Found inTenant(String tenant, Wanted wanted, @Nullable Place from) {
    return inTurn(
        () -> {
          if (!read(connection -> repository.exists(connection, tenant))) {
            throw Refusal.notFound("tenants/" + tenant);
          }
          var scan = new Scan(logs, wanted, config.scannedBytesMax(), this::steps);
          var next = builds(tenant, wanted, scan, from);
          return new Found(scan.matches(), next, scan.at(), scan.scanned());
        });
  }

  /** Looks at build after build; where to go on, null when there are no more. */
  private @Nullable Place builds(String tenant, Wanted wanted, Scan scan, @Nullable Place from) {
    var place = from;
    for (int looked = 0; looked < config.buildsMax(); ) {
      var newest = place == null ? null : place.build();
      var candidates =
          read(
              connection ->
                  repository.builds(connection, tenant, newest, wanted.until(), BUILDS_A_READ));
      for (var candidate : candidates) {
        looked++;
        var begin = begin(candidate.build(), place);
        if (begin.offset() == Place.DONE) {
          continue;
        }
        place =
            isWanted(candidate, wanted)
                ? scan.build(new BuildRef(tenant, candidate.build()), begin)
                : new Place(candidate.build(), Place.DONE, 0);
        if (scan.full()) {
          return place;
        }
      }
      if (candidates.size() < BUILDS_A_READ) {
        return null;
      }
    }
    return place;
  }

  /** Where to begin in a build, when the search has come to a place in it or in a newer one. */
  private static Place begin(UUID build, @Nullable Place reached) {
    return reached != null && reached.build().equals(build) ? reached : Place.start(build);
  }

  private static boolean isWanted(SearchRepository.Candidate build, Wanted wanted) {
    return build.bytes() > 0
        && (wanted.project().isEmpty() || wanted.project().equals(build.project()))
        && (wanted.chat().isEmpty() || wanted.chat().equals(build.chat()))
        // It may have printed what is wanted unless its last output is older.
        && (build.writeTime() == null
            || wanted.from() == null
            || !build.writeTime().isBefore(wanted.from()));
  }

  private Steps steps(UUID build) {
    return new Steps(read(connection -> repository.steps(connection, build)));
  }

  private <T> T read(Function<Connection, T> look) {
    return transactions.executeRead(transaction -> look.apply(transaction.getConnection()));
  }

  private Found inTurn(Supplier<Found> search) {
    if (!turns.tryAcquire()) {
      metrics.counter("slipway.search.refused").increment();
      throw new Refusal(
          new Refusal.Kind.Busy(
              "search",
              "%d searches of logs go on, the limit of this coordinator. Repeat it in a second."
                  .formatted(config.atOnce())));
    }
    try {
      var found = search.get();
      metrics.counter("slipway.search.bytes").increment(found.scannedBytes());
      return found;
    } finally {
      turns.release();
    }
  }
}
