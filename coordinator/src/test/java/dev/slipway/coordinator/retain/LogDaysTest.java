package dev.slipway.coordinator.retain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.LogServiceGrpc;
import dev.slipway.v1.ReadLogsRequest;
import dev.slipway.v1.ReadLogsResponse;
import dev.slipway.v1.SearchLogsRequest;
import dev.slipway.v1.TailLogsRequest;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Days of logs: each test has one of its own, long ago, and removes it. */
@CoordinatorTest
class LogDaysTest {
  private static final LocalDate DAY = LocalDate.of(2020, 2, 29);

  private final LogDays days;
  private final Logs logs;
  private final TestBuilds make;
  private final TestQueries queries;
  private final TestRows rows;
  private final TestServer server;
  private final TransactionOperations<Connection> transactions;

  LogDaysTest(
      LogDays days,
      Logs logs,
      TestBuilds make,
      TestQueries queries,
      TestRows rows,
      TestServer server,
      TransactionOperations<Connection> transactions) {
    this.days = days;
    this.logs = logs;
    this.make = make;
    this.queries = queries;
    this.rows = rows;
    this.server = server;
    this.transactions = transactions;
  }

  @AfterEach
  void forget() {
    rows.execute("DELETE FROM log_chunk WHERE day_of_id(build_id) = ?", DAY);
    rows.execute("DROP TABLE IF EXISTS log_chunk_2020_02_29");
    rows.execute("DELETE FROM log_dropped WHERE day = ?", DAY);
  }

  @Test
  void todayAndTheNextDaysAreMadeHoweverOftenItIsAsked() {
    rows.execute(
        "DO $$ BEGIN EXECUTE 'DROP TABLE log_chunk_' || to_char(CAST(now() AT TIME ZONE 'UTC' AS"
            + " date) + 2, 'YYYY_MM_DD'); END $$");

    days.once();
    days.once();

    assertThat(
            queries.count(
                """
                SELECT count(*)
                  FROM generate_series(0, 2) AS n
                 WHERE to_regclass('log_chunk_' || to_char(CAST(now() AT TIME ZONE 'UTC' AS date) + n, 'YYYY_MM_DD')) IS NOT NULL
                """))
        .isEqualTo(3);
  }

  @Test
  void outputOfADayWithoutAPartitionIsKeptAndMovesToItWhenItIsMade() {
    var build = anEndedBuild();
    prints(build, "hello ", "world");
    assertThat(partitions(build)).containsOnly("log_chunk_other");
    assertThat(text(build)).isEqualTo("hello world");

    assertThat(makeDay()).isEqualTo(2);

    assertThat(partitions(build)).containsOnly("log_chunk_2020_02_29");
    assertThat(text(build)).isEqualTo("hello world");
    assertThat(makeDay()).as("again").isZero();
  }

  @Test
  void anOldDayIsDroppedAndItsReadersAreTold() {
    var build = anEndedBuild();
    var silent = anEndedBuild();
    prints(build, "hello");
    age(build, 31);
    var young = make.aBuild().running();
    logs.append(young.build(), young.attemptUid(), 0, 0, "young".getBytes(UTF_8));

    assertThat(days.once()).containsExactly(DAY);

    assertThat(queries.one(Boolean.class, "SELECT to_regclass('log_chunk_2020_02_29') IS NULL"))
        .isTrue();
    assertRefused(() -> read(build));
    assertRefused(
        () ->
            LogServiceGrpc.newBlockingStub(server.channel())
                .tailLogs(
                    TailLogsRequest.newBuilder().setName(build.name()).setFollow(true).build())
                .hasNext());
    assertRefused(
        () ->
            LogServiceGrpc.newBlockingStub(server.channel())
                .searchLogs(
                    SearchLogsRequest.newBuilder().setName(build.name()).setQuery("h").build()));
    assertThat(
            BuildServiceGrpc.newBlockingStub(server.channel())
                .getBuild(GetBuildRequest.newBuilder().setName(build.name()).build())
                .getName())
        .isEqualTo(build.name());
    assertThat(read(silent))
        .as("it never printed")
        .isEqualTo(ReadLogsResponse.getDefaultInstance());
    assertThat(text(young.build())).isEqualTo("young");
    assertThat(days.once()).as("again").isEmpty();
  }

  @Test
  void aDayIsKeptWhileAnythingOfItIsYoung() {
    var old = anEndedBuild();
    prints(old, "old");
    age(old, 400);
    var late = anEndedBuild();
    prints(late, "late");
    age(late, 29);

    assertThat(days.once()).isEmpty();

    assertThat(text(old)).isEqualTo("old");
    age(late, 30);
    assertThat(days.once()).containsExactly(DAY);
  }

  @Test
  void aDayIsKeptWhileABuildOfItHasNotEnded() {
    var tenant = rows.tenant();
    var waits = move(rows.queued(tenant, null, null), "build_waiting");
    var ended = anEndedBuild();
    prints(ended, "hello");
    age(ended, 400);

    assertThat(days.once()).isEmpty();
    rows.execute("DELETE FROM build_head WHERE tenant_id = ?", tenant);
    rows.execute("DELETE FROM build_waiting WHERE build_id = ?", waits);
    assertThat(days.once()).containsExactly(DAY);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("5 bytes, was dropped");
  }

  private ReadLogsResponse read(BuildRef build) {
    return LogServiceGrpc.newBlockingStub(server.channel())
        .readLogs(ReadLogsRequest.newBuilder().setName(build.name()).build());
  }

  private BuildRef anEndedBuild() {
    var build = make.aBuild().cancelled();
    return new BuildRef(build.tenant(), move(build.id(), "build_ended"));
  }

  /** Gives a build an id of the day. */
  private UUID move(UUID build, String phase) {
    var random = UUID.randomUUID();
    var id =
        new UUID(
            queries
                    .one(
                        UUID.class,
                        "SELECT first_id(CAST(CAST(? AS date) AS timestamp) AT TIME ZONE 'UTC')",
                        DAY)
                    .getMostSignificantBits()
                | 0x7000
                | random.getMostSignificantBits() & 0xfff,
            random.getLeastSignificantBits());
    rows.execute("UPDATE build_request SET build_id = ? WHERE build_id = ?", id, build);
    rows.execute("UPDATE " + phase + " SET build_id = ? WHERE build_id = ?", id, build);
    return id;
  }

  private void prints(BuildRef build, String... pieces) {
    int at = 0;
    for (var piece : pieces) {
      rows.execute(
          "INSERT INTO log_chunk (build_id, log_offset, raw_size, codec, data) VALUES (?, ?, ?,"
              + " 'NONE', ?)",
          build.id(),
          (long) at,
          piece.length(),
          piece.getBytes(UTF_8));
      at += piece.length();
    }
    rows.execute(
        "INSERT INTO attempt_output (build_id, attempt, log_base, log_size) VALUES (?, 1, 0, ?)",
        build.id(),
        at);
  }

  private void age(BuildRef build, int ofDays) {
    rows.execute(
        "UPDATE log_chunk SET write_time = now() - make_interval(days => ?, secs => 60) WHERE"
            + " build_id = ?",
        ofDays,
        build.id());
  }

  private long makeDay() {
    return transactions.executeWrite(
        _ -> queries.one(Long.class, "SELECT make_day_of_logs(CAST(? AS date))", DAY));
  }

  private List<String> partitions(BuildRef build) {
    return queries.all(
        String.class,
        "SELECT CAST(CAST(tableoid AS regclass) AS text) FROM log_chunk WHERE build_id = ?",
        build.id());
  }

  private String text(BuildRef build) {
    return new String(logs.read(build, 0, Long.MAX_VALUE), UTF_8);
  }
}
