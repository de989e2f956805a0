package dev.slipway.checker.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.checker.Checks;
import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The triggers on the product's own tables, in a real Postgres. */
class AuditRepositoryTest {
  private static final Path MIGRATIONS =
      Path.of("../coordinator/src/main/resources/db/migration").toAbsolutePath();

  private static EmbeddedPostgres postgres;

  @TempDir Path folder;

  private Connection one;
  private Connection other;
  private QueueRows queue;

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @BeforeEach
  void aQueueWithOneTenant() throws Exception {
    one = postgres.getPostgresDatabase().getConnection();
    other = postgres.getPostgresDatabase().getConnection();
    execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    for (var migration : List.of("V001__queue.sql", "V002__one_table_a_phase.sql")) {
      execute(Files.readString(MIGRATIONS.resolve(migration)));
    }
    queue = new QueueRows(one);
    queue.tenant("ada");
    queue.limit("ada", 2);
  }

  @AfterEach
  void close() throws Exception {
    one.close();
    other.close();
  }

  @Test
  void aRealRunIsWrittenDownAndBreaksNothing() throws Exception {
    new AuditRepository(one).install();
    for (long chat = 1; chat <= 3; chat++) {
      submit(chat);
    }
    for (var build : builds()) {
      queue.lease(build);
      queue.start(build);
      queue.succeed(build);
    }

    var history = dumped();
    var report = Checks.all().run(history);

    assertThat(report.broken()).as("%s", report).isEmpty();
    assertThat(report.facts()).isGreaterThan(50);
    assertThat(history.changes())
        .extracting(change -> change.row().getClass().getSimpleName())
        .contains("Tenant", "Quota", "Requested", "Waiting", "Head", "Active", "Ended");
    assertThat(Files.readString(folder.resolve("audit.jsonl"))).doesNotContain("secret", "many");
  }

  @Test
  void oneBuildTooManyIsFoundInARealRun() throws Exception {
    new AuditRepository(one).install();
    for (long chat = 1; chat <= 3; chat++) {
      submit(chat);
    }
    for (var build : builds()) {
      queue.lease(build);
    }

    assertThat(Checks.all().run(dumped()).broken()).contains("I7 limits hold");
  }

  @Test
  void aDecisionSeesWhatHasCommittedAndNothingElse() throws Exception {
    new AuditRepository(one).install();
    submit(1);
    submit(2);
    var builds = builds();
    queue.lease(builds.getFirst());
    queue.start(builds.getFirst());

    other.setAutoCommit(false);
    new QueueRows(other).succeed(builds.getFirst());
    queue.lease(builds.getLast());
    other.commit();

    var changes = dumped().changes();
    var leases = changes.stream().filter(this::leases).toList();
    var end = changes.stream().filter(change -> change.row() instanceof Row.Ended).findFirst();
    assertThat(end).isPresent();
    assertThat(end.get().no()).isLessThan(leases.getLast().no());
    assertThat(leases.getLast().snapshot().sees(end.get().xid())).isFalse();
    assertThat(leases.getLast().snapshot().sees(leases.getFirst().xid())).isTrue();
    assertThat(leases.getLast().snapshot().sees(leases.getLast().xid())).isFalse();
  }

  @Test
  void whatRollsBackLeavesNoTrace() throws Exception {
    new AuditRepository(one).install();
    long before = new AuditRepository(one).dump(folder.resolve("before.jsonl"));

    other.setAutoCommit(false);
    new QueueRows(other).submit("ada", 7);
    other.rollback();

    assertThat(new AuditRepository(one).dump(folder.resolve("after.jsonl"))).isEqualTo(before);
  }

  @Test
  void aChatsPolicyIsWrittenDownAndItsCounterIsNot() throws Exception {
    new AuditRepository(one).install();
    execute("INSERT INTO chat (tenant_id, chat_id, project_id) VALUES ('ada', 'garden', 'site')");
    execute("UPDATE chat SET last_seq = 5");
    execute("UPDATE chat SET max_parallel = 3");

    assertThat(dumped().changes())
        .filteredOn(change -> change.row() instanceof Row.Chat)
        .extracting(change -> ((Row.Chat) change.row()).maxParallel())
        .containsExactly(1, 3);
  }

  @Test
  void anAuditThatComesTooLateIsRefused() throws Exception {
    submit(1);

    assertThatThrownBy(() -> new AuditRepository(one).install())
        .hasMessageContaining("there are builds already");
  }

  private void submit(long chat) throws Exception {
    one.setAutoCommit(false);
    queue.submit("ada", chat);
    one.commit();
    one.setAutoCommit(true);
  }

  private boolean leases(Change change) {
    return change.inserts() && change.row() instanceof Row.Active;
  }

  private List<UUID> builds() throws Exception {
    return dumped().changes().stream()
        .filter(change -> change.row() instanceof Row.Waiting)
        .map(change -> ((Row.Waiting) change.row()).build())
        .toList();
  }

  private History dumped() throws Exception {
    new AuditRepository(one).dump(folder.resolve("audit.jsonl"));
    return History.read(folder);
  }

  private void execute(String sql) throws Exception {
    try (var statement = one.createStatement()) {
      statement.execute(sql);
    }
  }
}
