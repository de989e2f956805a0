package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.ledger.BuildsChanged.Change;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;

/**
 * A seeded bug of the race's mutants, in no jar that is shipped: whoever reports for a build is
 * believed, whatever attempt it is of.
 */
@Singleton
@Replaces(Reporting.class)
@Requires(property = "slipway.race.mutant", value = "fence-lost")
final class UnfencedReporting extends Reporting {

  UnfencedReporting(
      ActiveRepository active, HeadRepository heads, StepRepository steps, RetryPolicies policies) {
    super(active, heads, steps, policies);
  }

  @Override
  List<Outcome> write(Connection connection, List<Report> reports, List<Change> changed) {
    return super.write(
        connection,
        reports.stream()
            .map(report -> new Report(report.build(), null, report.events(), report.alongside()))
            .toList(),
        changed);
  }
}
