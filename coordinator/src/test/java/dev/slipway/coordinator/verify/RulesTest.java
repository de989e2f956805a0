package dev.slipway.coordinator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule sees what breaks it and nothing else, as long as the database lets one break it. */
class RulesTest {
  /** Rules that cannot be broken: they only tell. */
  private static final Set<String> TELLING = Set.of("no-dead-coordinator-leases");

  private static CheckedDatabase database;

  /**
   * @param statements what is done to the clean history
   * @param rules all that must be reported
   * @param example part of what is said of it
   */
  private record Broken(String statements, Set<String> rules, String example) {}

  @BeforeAll
  static void start() throws SQLException {
    database = new CheckedDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  static Stream<Broken> broken() {
    return Stream.of(
        broken(
            "INSERT INTO build_ended SELECT (jsonb_populate_record(e,"
                + " jsonb_build_object('build_id', b(14), 'tenant_id', 'a', 'enqueue_time',"
                + " ago(80)))).* FROM build_ended e WHERE build_id = b(43)",
            "14 is in ended and waiting",
            "one-phase-per-build"),
        broken(
            "DELETE FROM build_ended WHERE build_id = b(43)",
            "43 is in no phase",
            "one-phase-per-build",
            "events-gapless"),
        broken(
            "UPDATE build_ended SET build_id = b(44) WHERE build_id = b(43)",
            "44 is in ended and was never requested",
            "one-phase-per-build",
            "events-gapless",
            "events-are-a-path"),
        broken(
            "UPDATE build_active SET project_id = 'shop' WHERE build_id = b(13)",
            "13 is active as tenant a, project shop",
            "phase-like-its-request"),
        broken(
            "ALTER TABLE build_request DROP CONSTRAINT build_request_once; UPDATE build_request SET"
                + " request_id = 'r', request_hash = 'h' WHERE build_id = b(12)",
            "tenant a has 2 builds of request_id r",
            "request-once"),
        broken(
            "UPDATE build_ended SET dead_letter_time = now() WHERE build_id = b(31)",
            "is FAILED for STEP_FAILED",
            "dead-letter-mark"),
        broken(
            "UPDATE build_request SET retry_of = NULL WHERE build_id = b(42)",
            "which does not retry it",
            "dead-letter-mark"),
        broken(
            "UPDATE build_head SET place = 768, sort_key = 700, ready = true WHERE chat_no = 2",
            "chat number 2 has place 768, and the first that waits has 512",
            "head-is-first"),
        broken(
            "UPDATE build_head SET cpu_millis = 1 WHERE chat_no = 6",
            "chat number 6 has b, site, 1 m CPU",
            "head-like-its-build"),
        broken(
            "DELETE FROM build_head WHERE chat_no = 6",
            "chat number 6 has no head: 1 wait, 0 of 1 are active",
            "head-where-one-can-start"),
        broken(
            "INSERT INTO build_head SELECT chat_no, place, tenant_id, project_id, sort_key,"
                + " cpu_millis, memory_mib, 1, true FROM build_waiting WHERE chat_no = 1",
            "chat number 1 has a head: 1 wait, 1 of 1 are active",
            "head-where-one-can-start"),
        broken(
            "UPDATE build_head SET sort_key = 1000 WHERE chat_no = 2",
            "has the key 1000, and the best of its chat is 700",
            "head-key-is-best"),
        broken(
            "UPDATE build_head SET ready = true WHERE chat_no = 3",
            "is ready, its build is QUEUED, its chat is blocked",
            "head-ready"),
        broken(
            "UPDATE build_head SET ready = false WHERE chat_no = 6",
            "is not ready, its build is QUEUED, its chat is not blocked",
            "head-ready"),
        broken(
            "ALTER TABLE build_active DROP CONSTRAINT active_one_per_slot; "
                + activates(22, "ago(10)", "1, 2")
                + "DELETE FROM build_head WHERE chat_no = 2",
            "chat number 2 has 2 active builds in 1 slots, of 2",
            "slots"),
        broken(
            "DELETE FROM build_active WHERE build_id = b(21); "
                + waits(21)
                + activates(22, "ago(10)", "0, 2")
                + "UPDATE build_head SET place = 256, ready = true WHERE chat_no = 2",
            "22 of chat number 2 was leased before an earlier one was",
            "fifo-starts"),
        broken(
            activates(22, "ago(21)", "0, 2") + "DELETE FROM build_head WHERE chat_no = 2",
            "22 of chat number 2 was leased before an earlier one was",
            "fifo-starts"),
        broken(
            "UPDATE build_active SET lease_time = ago(41) WHERE build_id = b(13)",
            "13 of chat number 1 was leased before an earlier one had ended",
            "fifo-starts"),
        broken(
            "UPDATE build_request SET chat_seq = 5, place = 1280 WHERE build_id = b(14); UPDATE"
                + " build_waiting SET place = 1280 WHERE build_id = b(14)",
            "chat one of tenant a gave 4 numbers, and its builds have 4 up to 5",
            "chat-sequence"),
        broken(
            "UPDATE build_request SET place = 1280 WHERE build_id = b(14); UPDATE build_waiting SET"
                + " place = 1280 WHERE build_id = b(14)",
            "1 are at places of others",
            "chat-sequence"),
        broken(
            "UPDATE chat SET blocked_by = b(11) WHERE chat_no = 3",
            "chat three of tenant b is blocked by 00000000-0000-7000-8000-000000000011, which is of"
                + " another chat",
            "blocked-by-its-failure"),
        broken(
            "UPDATE event_other SET sequence = 6 WHERE build_id = b(13)",
            "13 has events up to 6, and 4 is its last; the one in place 4",
            "events-gapless"),
        broken(
            "DELETE FROM event_other WHERE build_id = b(13)",
            "13 has events up to 3, and 4 is its last",
            "events-gapless"),
        broken(
            "UPDATE event_other SET state_before = 'STARTING' WHERE build_id = b(13)",
            "begins in STARTING, and the one before ended in RUNNING",
            "events-are-a-path"),
        broken(
            "UPDATE build_ended SET end_from = 'STARTING', start_time = NULL, first_start_time ="
                + " NULL, start_sequence = NULL, last_sequence = 3 WHERE build_id = b(31); UPDATE"
                + " build_ended SET state = 'CANCELLED', cancel_reason = 'no' WHERE build_id ="
                + " b(31)",
            "31 goes from STARTING to CANCELLED",
            "events-are-a-path",
            "blocked-by-its-failure"),
        broken(
            "INSERT INTO event_other (build_id, sequence, attempt, state_before, state, progress,"
                + " body) VALUES (b(11), 6, 1, 'SUCCEEDED', 'RUNNING', 0, '{}')",
            "11 ended 1 times, first or last with event 5 of 6",
            "one-end",
            "events-gapless",
            "events-are-a-path"),
        broken(
            "DELETE FROM attempt_lost WHERE attempt = 1",
            "12 is at attempt 3, and 2 are stored, not numbered",
            "attempts-count"),
        broken(
            "UPDATE build_active SET attempt = 2 WHERE build_id = b(13)",
            "13 is at attempt 2, and 1 are stored, not numbered",
            "attempts-count"),
        broken(
            "UPDATE quota SET running = 1 WHERE scope = 'tenants/a'",
            "tenants/a holds 2 builds, 2000 m CPU, 2048 MiB; its limits are 1, none, none",
            "quota-held"),
        broken(
            "UPDATE quota SET running = NULL, memory_mib = 2047 WHERE scope = 'cluster'",
            "cluster holds 2 builds",
            "quota-held"),
        broken(
            "DELETE FROM artifact",
            "shows build 00000000-0000-7000-8000-000000000011, which is without a site",
            "preview-points-to-success"),
        broken(
            "UPDATE preview SET build_id = b(12)",
            "12, which is FAILED",
            "preview-points-to-success"),
        broken(
            "UPDATE preview SET build_id = b(31)",
            "31, which is of another chat",
            "preview-points-to-success"),
        broken(
            "UPDATE log_chunk SET log_offset = 4 WHERE build_id = b(11) AND log_offset = 3",
            "11 begins at 4, and the one before ends at 3",
            "log-chunks-touch"),
        broken(
            "UPDATE attempt_output SET log_size = 6 WHERE build_id = b(11)",
            "11 has 5 bytes, and its attempts wrote 6",
            "log-chunks-touch"),
        broken(
            "UPDATE attempt_output SET log_base = 3 WHERE build_id = b(12) AND attempt = 3",
            "an attempt's output of build 00000000-0000-7000-8000-000000000012 begins at 3",
            "log-chunks-touch"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void seesWhatBreaksARule(Broken broken) {
    var found = database.after(broken.statements(), RulesTest::violations);

    assertThat(found).containsOnlyKeys(broken.rules());
    assertThat(found.values().stream().flatMap(f -> f.lines().stream()))
        .anySatisfy(example -> assertThat(example).contains(broken.example()));
  }

  @Test
  void everyRuleIsBrokenByOneOfTheCases() {
    var tested = broken().flatMap(b -> b.rules().stream()).collect(Collectors.toSet());

    var all = database.bean(Rules.class).all().stream().map(Rule::name);

    assertThat(all.filter(rule -> !TELLING.contains(rule))).isSubsetOf(tested);
  }

  @Test
  void aCleanHistoryBreaksNoRuleAndEachLooksAtSomething() {
    var findings =
        database.bean(Rules.class).all().stream()
            .collect(Collectors.toMap(Rule::name, rule -> rule.query().get()));

    assertThat(findings).hasSize(21);
    assertThat(findings)
        .allSatisfy(
            (_, finding) -> {
              assertThat(finding.checked()).isPositive();
              assertThat(finding.violations()).isZero();
              assertThat(finding.lines()).isEmpty();
            });
  }

  @Test
  void whatIsLawfulIsNotReported() {
    var lawful =
        Map.of(
            "a limit lowered below use, and nothing leased since",
            "UPDATE quota SET running = 1, update_time = ago(5) WHERE scope = 'tenants/a'",
            "a lease and an end that are told in the order of their transactions' begins",
            "UPDATE build_active SET lease_time = ago(40) - interval '3s' WHERE build_id = b(13)",
            "an overlap where builds ran side by side before",
            "UPDATE build_active SET lease_time = ago(41) WHERE build_id = b(13); UPDATE chat SET"
                + " update_time = now() WHERE chat_no = 1",
            "two that were leased at once",
            activates(22, "ago(20)", "0, 2") + "DELETE FROM build_head WHERE chat_no = 2",
            "a chat that was narrowed while its builds ran",
            activates(22, "ago(10)", "0, 2")
                + "DELETE FROM build_head WHERE chat_no = 2; UPDATE chat SET max_parallel = 1,"
                + " update_time = now() WHERE chat_no = 2");

    for (var it : lawful.entrySet()) {
      assertThat(database.after(it.getValue(), RulesTest::violations)).as(it.getKey()).isEmpty();
    }
  }

  @Test
  void saysAtMostTwentyExamples() {
    var found =
        database.after(
            """
            INSERT INTO chat (tenant_id, chat_id, chat_no, project_id, last_seq)
            SELECT 'a', 'chat' || n, 100 + n, 'site', 1
              FROM generate_series(1, 30) AS n
            """,
            RulesTest::violations);

    assertThat(found.get("chat-sequence").violations()).isEqualTo(30);
    assertThat(found.get("chat-sequence").lines()).hasSize(20);
  }

  @Test
  void tellsOfCoordinatorsThatAreSilent() {
    var silent =
        "UPDATE coordinator SET beat_time = ago(2); UPDATE build_active SET coordinator_id = b(89)"
            + " WHERE build_id = b(21)";

    var told = database.after(silent, () -> finding("no-dead-coordinator-leases"));

    assertThat(told.violations()).isZero();
    assertThat(told.lines())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("13 is leased", "last heard of 120 s ago"))
        .anySatisfy(line -> assertThat(line).contains("21 is leased", "not known any more"));
  }

  private static Map<String, Finding> violations() {
    Map<String, Finding> found = new TreeMap<>();
    for (var rule : database.bean(Rules.class).all()) {
      var finding = rule.query().get();
      if (finding.violations() > 0) {
        found.put(rule.name(), finding);
      }
    }
    return found;
  }

  private static Finding finding(String name) {
    return database.bean(Rules.class).all().stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow()
        .query()
        .get();
  }

  private static Broken broken(String statements, String example, String... rules) {
    return new Broken(statements, Set.copyOf(List.of(rules)), example);
  }

  /** Moves a waiting build to the active ones, as a first attempt that has not started. */
  private static String activates(int build, String leaseTime, String slotOf) {
    return """
    WITH moved AS (
      DELETE FROM build_waiting WHERE build_id = b(%d) RETURNING *
    )
    INSERT INTO build_active (build_id, chat_no, place, tenant_id, project_id, slot, max_parallel, state, attempt, losses,
                              attempt_uid, token_hash, coordinator_id, priority, sort_key, cpu_millis, memory_mib, enqueue_time,
                              lease_time, lease_sequence, last_sequence)
    SELECT build_id, chat_no, place, tenant_id, project_id, %s, 'STARTING', 1, 0, b(99), sha256('9'), b(90), priority,
           sort_key, cpu_millis, memory_mib, enqueue_time, %s, 2, 2
      FROM moved;
    UPDATE build_request SET first_state = 'QUEUED' WHERE build_id = b(%d);
    UPDATE quota SET running = NULL;
    """
        .formatted(build, slotOf, leaseTime, build);
  }

  /** Makes a build without attempts wait. */
  private static String waits(int build) {
    return """
    INSERT INTO build_waiting (chat_no, place, build_id, tenant_id, project_id, priority, sort_key, boost, cpu_millis, memory_mib)
    SELECT chat_no, place, build_id, tenant_id, project_id, 1, 1000, false, cpu_millis, memory_mib
      FROM build_request
     WHERE build_id = b(%d);
    """
        .formatted(build);
  }
}
