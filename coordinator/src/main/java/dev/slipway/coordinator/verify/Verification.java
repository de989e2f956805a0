package dev.slipway.coordinator.verify;

import dev.slipway.coordinator.build.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionDefinition.Isolation;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.support.DefaultTransactionDefinition;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Checks every rule in one snapshot. One check at a time in each coordinator, as it reads much.
 * Metric: {@code slipway.verify.violations}, what the last check of this coordinator found.
 */
@Singleton
class Verification {
  // https://www.postgresql.org/docs/current/errcodes-appendix.html
  private static final String QUERY_CANCELED = "57014";

  private final Rules rules;
  private final SnapshotRepository snapshot;
  private final TransactionOperations<Connection> transactions;
  private final VerifyConfig config;
  private final Semaphore one = new Semaphore(1);
  private final AtomicLong violations;

  /** A rule and what was found. */
  record Checked(Rule rule, Finding finding) {}

  /** All that was found, and the moment of the snapshot. */
  record Report(List<Checked> checks, Instant asOf) {}

  Verification(
      Rules rules,
      SnapshotRepository snapshot,
      TransactionOperations<Connection> transactions,
      VerifyConfig config,
      MeterRegistry metrics) {
    this.rules = rules;
    this.snapshot = snapshot;
    this.transactions = transactions;
    this.config = config;
    this.violations =
        Objects.requireNonNull(
            metrics.gauge("slipway.verify.violations", new AtomicLong()), "a gauge");
  }

  /**
   * Checks every rule. Blocks while it reads all builds, up to {@code slipway.verify.rule-timeout}
   * for each rule.
   *
   * @throws Refusal when another check runs, or a rule takes longer
   */
  Report check() {
    if (!one.tryAcquire()) {
      throw new Refusal(
          new Refusal.Kind.Conflict(
              "invariants", "Another check runs on this coordinator. Repeat the call later."));
    }
    try {
      var report = transactions.execute(inOneSnapshot(), _ -> report());
      violations.set(report.checks().stream().mapToLong(c -> c.finding().violations()).sum());
      return report;
    } finally {
      one.release();
    }
  }

  private Report report() {
    snapshot.limit(config.ruleTimeout().toMillis() + "ms", config.workMemoryMib() + "MB");
    return new Report(rules.all().stream().map(this::check).toList(), snapshot.now());
  }

  private Checked check(Rule rule) {
    try {
      return new Checked(rule, rule.query().get());
    } catch (DataAccessException e) {
      if (e.getCause() instanceof SQLException sql && QUERY_CANCELED.equals(sql.getSQLState())) {
        throw new Refusal(
            new Refusal.Kind.Exhausted(
                "slipway.verify.rule-timeout",
                "Checking %s took longer than %s. Raise slipway.verify.rule-timeout."
                    .formatted(rule.name(), config.ruleTimeout())));
      }
      throw e;
    }
  }

  private static DefaultTransactionDefinition inOneSnapshot() {
    var definition = new DefaultTransactionDefinition();
    definition.setReadOnly(true);
    definition.setIsolationLevel(Isolation.REPEATABLE_READ);
    return definition;
  }
}
