package dev.slipway.coordinator.retain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.retain.MonthRepository.Month;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class MonthsTest {
  private final Months months;
  private final Ledger ledger;
  private final TestBuilds builds;
  private final TestQueries queries;
  private final TestRows rows;
  private final TransactionOperations<Connection> transactions;

  MonthsTest(
      Months months,
      Ledger ledger,
      TestBuilds builds,
      TestQueries queries,
      TestRows rows,
      TransactionOperations<Connection> transactions) {
    this.months = months;
    this.ledger = ledger;
    this.builds = builds;
    this.queries = queries;
    this.rows = rows;
    this.transactions = transactions;
  }

  @Test
  void thisMonthAndTheNextOnesHaveTheirPartitionsHoweverOftenItIsAsked() {
    assertThat(months.once()).hasSize(3).allMatch(Month::own);
    assertThat(months.once()).hasSize(3).allMatch(Month::own);
  }

  @Test
  void anEndedBuildStandsInTheMonthOfItsSubmit() {
    months.once();
    var build = builds.aBuild().queued();

    ledger.ask(build, new CancelAsked("enough"));

    assertThat(partitionOf(build.id())).matches("build_ended_\\d{4}_\\d{2}");
  }

  @Test
  void buildsOfAMonthWithoutAPartitionStayWhereTheyAre() {
    var build = rows.succeeded(rows.tenant(), null, null);
    var ofMarch1996 =
        queries.one(UUID.class, "SELECT first_id(CAST('1996-03-02 00:00Z' AS timestamptz))");
    rows.execute("UPDATE build_ended SET build_id = ? WHERE build_id = ?", ofMarch1996, build);

    assertThat(make("1996-03-01")).isFalse();
    assertThat(partitionOf(ofMarch1996)).isEqualTo("build_ended_other");
    assertThat(make("1996-04-01")).isTrue();
    assertThat(make("1996-04-01")).isTrue();

    rows.execute("DELETE FROM build_ended WHERE build_id = ?", ofMarch1996);
    rows.execute("DROP TABLE build_ended_1996_04");
  }

  private boolean make(String month) {
    return transactions.executeWrite(
        _ -> queries.one(Boolean.class, "SELECT make_month_of_history(CAST(? AS date))", month));
  }

  private String partitionOf(UUID build) {
    return queries.one(
        String.class,
        "SELECT CAST(CAST(tableoid AS regclass) AS text) FROM build_ended WHERE build_id = ?",
        build);
  }
}
