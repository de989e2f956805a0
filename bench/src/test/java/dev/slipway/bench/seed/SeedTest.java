package dev.slipway.bench.seed;

import static dev.slipway.bench.database.TestRows.number;
import static dev.slipway.bench.database.TestRows.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.bench.TestBenchDatabase;
import dev.slipway.bench.coordinator.SeededId;
import dev.slipway.bench.database.BenchDatabase;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the seed writes must be what submits would have left. */
@ExtendWith(TestBenchDatabase.class)
class SeedTest {
  @BeforeEach
  void anEmptyQueue(BenchDatabase database) throws Exception {
    Flyway.configure().dataSource(database.url(), null, null).load().migrate();
    run(
        database,
        """
        TRUNCATE public.quota, public.build_waiting, public.build_head, public.build_active, public.build_ended,
                 public.build_request, public.chat, public.project, public.tenant CASCADE
        """);
  }

  @Test
  void buildsStandInTheirChatsWithoutAGap(BenchDatabase database) throws Exception {
    var seed = new Seed(database, 3, 7);

    seed.add(5);
    seed.add(2);

    assertThat(seed.waiting()).isEqualTo(49);
    assertThat(number(database, "SELECT count(*) FROM tenant")).isEqualTo(3);
    assertThat(number(database, "SELECT count(*) FROM chat WHERE last_seq = 7")).isEqualTo(7);
    assertThat(
            number(
                database,
                """
                SELECT count(*)
                  FROM build_request r
                  JOIN build_waiting w USING (build_id, chat_no, place, tenant_id, project_id, priority)
                 WHERE place = 256 * chat_seq
                   AND chat_seq BETWEEN 1 AND 7
                """))
        .isEqualTo(49);
  }

  @Test
  void eachChatHasItsFirstBuildAsHeadWithTheBestKeyBehindIt(BenchDatabase database)
      throws Exception {
    var seed = new Seed(database, 2, 10);

    seed.add(1);
    seed.add(6);

    assertThat(number(database, "SELECT count(*) FROM build_head WHERE ready")).isEqualTo(10);
    assertThat(
            number(
                database,
                """
                SELECT count(*)
                  FROM build_head h
                 WHERE h.place = 256
                   AND h.sort_key = (SELECT min(w.sort_key)
                                       FROM build_waiting w
                                      WHERE w.chat_no = h.chat_no)
                """))
        .isEqualTo(10);
  }

  @Test
  void whoeverIsBetterThanOneBeforeLendsItsKey(BenchDatabase database) throws Exception {
    var seed = new Seed(database, 2, 10);

    seed.add(4);
    seed.add(4);

    assertThat(
            number(
                database,
                """
                SELECT count(*)
                  FROM build_waiting w
                 WHERE w.boost <> EXISTS (SELECT 1
                                            FROM build_waiting earlier
                                           WHERE earlier.chat_no = w.chat_no
                                             AND earlier.place < w.place
                                             AND earlier.sort_key > w.sort_key)
                """))
        .isZero();
    assertThat(number(database, "SELECT count(*) FROM build_waiting WHERE boost")).isPositive();
    assertThat(
            number(
                database,
                """
                SELECT count(*)
                  FROM chat
                 WHERE worst_key <> (SELECT max(sort_key)
                                       FROM build_waiting w
                                      WHERE w.chat_no = chat.chat_no)
                """))
        .isZero();
  }

  @Test
  void aBusyChatGetsNoHead(BenchDatabase database) throws Exception {
    var seed = new Seed(database, 1, 2);
    seed.add(1);
    leaseFirst(database);

    seed.add(3);

    assertThat(number(database, "SELECT count(*) FROM build_head")).isEqualTo(1);
    assertThat(
            number(
                database,
                """
                SELECT count(*)
                  FROM build_head
                  JOIN build_active USING (chat_no)
                """))
        .isZero();
    assertThat(seed.waiting()).isEqualTo(7);
  }

  @Test
  void anEndlessChatHasItsOwnBuildsAndLeavesTheOthersAlone(BenchDatabase database)
      throws Exception {
    var seed = new Seed(database, 2, 3);
    seed.add(1);

    seed.addEndless(5);
    seed.add(1);

    assertThat(
            number(
                database,
                "SELECT last_seq FROM chat WHERE chat_id = 'long-%d'"
                    .formatted(SeededId.ENDLESS_CHAT)))
        .isEqualTo(5);
    assertThat(number(database, "SELECT count(*) FROM chat WHERE last_seq = 2")).isEqualTo(3);
    assertThat(seed.waiting()).isEqualTo(11);
    assertThat(
            number(
                database,
                "SELECT count(*) FROM build_request WHERE build_id = '%s'"
                    .formatted(new SeededId(SeededId.ENDLESS_CHAT, 5).uuid())))
        .isEqualTo(1);
  }

  @Test
  void theClusterRunsAsManyAsWereSaidLast(BenchDatabase database) throws Exception {
    var seed = new Seed(database, 1, 1);

    seed.limitCluster(8);
    seed.limitCluster(1);

    assertThat(number(database, "SELECT running FROM quota WHERE scope = 'cluster'")).isEqualTo(1);
  }

  @Test
  void namesAreThoseOfTheBuilds(BenchDatabase database) throws Exception {
    var seed = new Seed(database, 2, 3);

    seed.add(2);

    assertThat(
            number(
                database,
                "SELECT count(*) FROM build_request WHERE 'tenants/' || tenant_id || '/builds/' || build_id = '%s'"
                    .formatted(seed.name(3, 2))))
        .isEqualTo(1);
  }

  @Test
  void eachTenantHasTheQuotaThatWasGivenLast(BenchDatabase database) throws Exception {
    var seed = new Seed(database, 3, 3);

    seed.limitTenants(8);
    seed.limitTenants(32);

    assertThat(
            number(
                database,
                """
                SELECT count(*)
                  FROM quota
                 WHERE scope = 'tenants/' || tenant_id
                   AND running = 32
                   AND cpu_millis = 32000
                   AND memory_mib = 32768
                """))
        .isEqualTo(3);
  }

  @Test
  void idsTellChatAndPlace(BenchDatabase database) throws Exception {
    new Seed(database, 2, 3).add(2);

    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT build_id, chat_id, chat_seq FROM build_request")) {
      while (rows.next()) {
        var id = SeededId.of(rows.getObject(1, UUID.class)).orElseThrow();
        assertThat("seed-" + id.chat()).isEqualTo(rows.getString(2));
        assertThat(id.seq()).isEqualTo(rows.getInt(3));
        assertThat(id.uuid()).isEqualTo(rows.getObject(1, UUID.class));
      }
    }
  }

  /** One head becomes active, as a lease does it. */
  private static void leaseFirst(BenchDatabase database) throws Exception {
    run(
        database,
        """
        WITH leased AS (DELETE FROM build_head
                         WHERE chat_no = (SELECT min(chat_no) FROM build_head)
                     RETURNING chat_no),
             waiting AS (DELETE FROM build_waiting
                          USING leased
                          WHERE leased.chat_no = build_waiting.chat_no
                      RETURNING build_waiting.*)
        INSERT INTO build_active (build_id, chat_no, place, tenant_id, project_id, slot,
                                  max_parallel, state, attempt, losses, attempt_uid, token_hash,
                                  coordinator_id, priority, sort_key, cpu_millis, memory_mib,
                                  enqueue_time, lease_sequence, last_sequence)
        SELECT build_id, chat_no, place, tenant_id, project_id, 0, 1, 'STARTING', 1, 0,
               gen_random_uuid(), sha256('x'), gen_random_uuid(), priority, sort_key, cpu_millis,
               memory_mib, enqueue_time, 2, 2
          FROM waiting
        """);
  }
}
