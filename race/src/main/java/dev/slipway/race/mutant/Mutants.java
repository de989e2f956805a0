package dev.slipway.race.mutant;

import java.util.List;

/** The seeded bugs. Each is one that somebody could write, or that a refactoring could let in. */
public final class Mutants {
  private static final String DECISION_HEADS =
      "SELECT head.chat_no, head.place, head.tenant_id, head.project_id, head.sort_key";
  private static final String DECISION_LIMITS =
      "SELECT tenant_id, project_id, chat_no, running, cpu_millis, memory_mib\n  FROM quota";
  private static final String DECISION_USE = "count(*) AS running, sum(cpu_millis) AS cpu_millis";
  private static final String LEASE = "), taken AS (";
  private static final String END = "next.cpu_millis, next.memory_mib, 1, next.hold IS NULL";
  private static final String REQUEUE = "INSERT INTO attempt_lost";
  private static final String OPEN = "INSERT INTO build_request";
  private static final String REFRESH = "INSERT INTO build_head AS head";
  private static final String CHANGE = "AS change (chat_no, place, priority, sort_key";

  private Mutants() {}

  /** All of them, in no order that matters. */
  public static List<Mutant> all() {
    return List.of(
        headCheckSkipped(),
        lockDropped(),
        skipLockedInsteadOfLock(),
        counterInsteadOfSum(),
        quotaOffByOne(),
        fenceLost(),
        nothingInherited(),
        headKeptItsKey(),
        ageingIgnored(),
        keyWithoutTime(),
        retryAtTheTail(),
        requeuedTwice(),
        slotNotUnique(),
        endWithoutNext(),
        twoEnds(),
        pauseIgnored(),
        weightIgnored(),
        requestTwice(),
        attemptNotCounted());
  }

  /** The coordinator as it is: what it refuses and breaks is no mutant's doing. */
  static Mutant none() {
    return Mutant.of("none");
  }

  /** Any build of the chat is leased, not its head. */
  private static Mutant headCheckSkipped() {
    return Mutant.of(
        "head-check-skipped",
        new Rewrite(
            LEASE,
            "AND waiting.place = gone.place",
            "AND waiting.place = (SELECT max(place) FROM build_waiting any_one WHERE"
                + " any_one.chat_no = gone.chat_no)"));
  }

  /** Everybody decides at the same time. */
  private static Mutant lockDropped() {
    return Mutant.of(
        "lock-dropped",
        new Rewrite(
            "SELECT pg_advisory_xact_lock(?)", "pg_advisory_xact_lock(?)", "CAST(? AS bigint)"));
  }

  /** The usual queue: no lock, and heads that another one holds are skipped. */
  private static Mutant skipLockedInsteadOfLock() {
    return Mutant.of(
        "skip-locked-instead-of-lock",
        new Rewrite(
            "SELECT pg_advisory_xact_lock(?)", "pg_advisory_xact_lock(?)", "CAST(? AS bigint)"),
        new Rewrite(
            DECISION_HEADS, "LIMIT ?) head", "LIMIT ? FOR UPDATE OF head SKIP LOCKED) head"));
  }

  /** What is held is counted up and down; the end of a build that was never active counts too. */
  private static Mutant counterInsteadOfSum() {
    return Mutant.of(
            "counter-instead-of-sum",
            new Rewrite(
                DECISION_USE,
                "FROM build_active",
                """
                FROM (SELECT held.tenant_id, held.project_id, held.chat_no, held.cpu_millis, held.memory_mib
                        FROM race_held held
                        JOIN (SELECT tenant_id, coalesce(sum(step), 0) AS held FROM race_counter GROUP BY tenant_id) counter
                          ON counter.tenant_id = held.tenant_id
                       WHERE held.nth <= counter.held) counted
                """))
        .after(
            "CREATE TABLE race_counter (tenant_id text NOT NULL, step int NOT NULL)",
            """
            CREATE VIEW race_held AS
            SELECT *, row_number() OVER (PARTITION BY tenant_id ORDER BY lease_time) AS nth
              FROM build_active
            """,
            """
            CREATE FUNCTION race_count() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              INSERT INTO race_counter
              SELECT tenant_id, CAST(TG_ARGV[0] AS int)
                FROM build_request
               WHERE build_id = NEW.build_id;
              RETURN NULL;
            END
            $$
            """,
            "CREATE TRIGGER race_begin AFTER INSERT ON build_active FOR EACH ROW EXECUTE FUNCTION"
                + " race_count('1')",
            "CREATE TRIGGER race_requeue AFTER INSERT ON attempt_lost FOR EACH ROW EXECUTE FUNCTION"
                + " race_count('-1')",
            "CREATE TRIGGER race_end AFTER INSERT ON build_ended FOR EACH ROW EXECUTE FUNCTION"
                + " race_count('-1')");
  }

  /** One more than allowed. */
  private static Mutant quotaOffByOne() {
    return Mutant.of(
        "quota-off-by-one",
        new Rewrite(
            DECISION_LIMITS, "chat_no, running, cpu", "chat_no, running + 1 AS running, cpu"));
  }

  /** Reports of an attempt that is over count for the next one: {@code UnfencedReporting}. */
  private static Mutant fenceLost() {
    return new Mutant("fence-lost", List.of(), List.of(), true);
  }

  /** An urgent build behind others lends its key to nobody. */
  private static Mutant nothingInherited() {
    return Mutant.of(
        "nothing-inherited",
        new Rewrite(END, "WHERE behind.boost", "WHERE false"),
        new Rewrite(OPEN, "AND head.sort_key > opening.best_key", "AND false"));
  }

  /** A new priority does not come to the head. */
  private static Mutant headKeptItsKey() {
    return Mutant.of(
        "head-kept-its-key",
        new Rewrite(REFRESH, "SET sort_key = excluded.sort_key", "SET sort_key = head.sort_key"));
  }

  /** Of two heads of the same class it does not matter who came first. */
  private static Mutant ageingIgnored() {
    return Mutant.of(
        "ageing-ignored",
        new Rewrite(
            DECISION_HEADS,
            "head.project_id, head.sort_key, head.cpu_millis",
            "head.project_id, head.sort_key / 300000 AS sort_key, head.cpu_millis"),
        new Rewrite(
            DECISION_HEADS,
            "ORDER BY head.sort_key, head.chat_no",
            "ORDER BY head.sort_key / 300000, head.chat_no"),
        new Rewrite(
            DECISION_HEADS,
            "ORDER BY head.tenant_id, head.sort_key, head.chat_no",
            "ORDER BY head.tenant_id, head.sort_key / 300000, head.chat_no"));
  }

  /** A changed priority is all that orders: the time of the submit is forgotten. */
  private static Mutant keyWithoutTime() {
    return Mutant.of(
        "key-without-time",
        new Rewrite(
            CHANGE, "sort_key = change.sort_key,", "sort_key = 300000 * (3 - change.priority),"));
  }

  /** A lost build comes back behind all others. */
  private static Mutant retryAtTheTail() {
    return Mutant.of(
        "retry-at-the-tail",
        new Rewrite(
            REQUEUE, "SELECT chat_no, place, build_id", "SELECT chat_no, place + 25600, build_id"));
  }

  /** The attempt that was lost stays, and is lost again. */
  private static Mutant requeuedTwice() {
    return Mutant.of(
        "requeued-twice",
        new Rewrite(
            REQUEUE,
            "DELETE FROM build_active active\n"
                + "   USING change\n"
                + "   WHERE active.build_id = change.build_id\n"
                + "  RETURNING active.*",
            "SELECT active.*"),
        new Rewrite(
            REQUEUE,
            "change.resolved_commit AS new_commit",
            "change.resolved_commit AS new_commit FROM build_active active JOIN change ON"
                + " active.build_id = change.build_id"));
  }

  /** The schema does not guard the slots any more, and a submit does not look at them. */
  private static Mutant slotNotUnique() {
    return Mutant.of(
            "slot-not-unique",
            new Rewrite(
                OPEN,
                "WHERE active.chat_no = opening.chat_no) < max_parallel",
                "WHERE active.chat_no = opening.chat_no) <= max_parallel"))
        .after(
            "ALTER TABLE build_active DROP CONSTRAINT active_one_per_slot, DROP CONSTRAINT"
                + " active_slot_range, ALTER COLUMN slot DROP NOT NULL");
  }

  /** Nobody wakes the next build of the chat. */
  private static Mutant endWithoutNext() {
    return Mutant.of(
        "end-without-next", new Rewrite(END, "WHERE gone.flags & 2 <> 0", "WHERE false"));
  }

  /** A build ends twice. */
  private static Mutant twoEnds() {
    return Mutant.of(
            "two-ends",
            new Rewrite(
                END,
                "FROM gone\n)\nINSERT INTO build_head",
                "FROM gone CROSS JOIN generate_series(1, 2)\n)\nINSERT INTO build_head"))
        .after("ALTER TABLE build_ended DROP CONSTRAINT ended_pk");
  }

  /** What is paused starts all the same. */
  private static Mutant pauseIgnored() {
    return Mutant.of(
        "pause-ignored",
        new Rewrite(
            DECISION_HEADS,
            "WHERE (pause.until_time IS NULL",
            "WHERE false AND (pause.until_time IS NULL"),
        new Rewrite(
            "SELECT tenant_id, project_id, chat_no\n  FROM pause",
            "WHERE until_time IS NULL",
            "WHERE false"));
  }

  /** The share of a tenant is taken for its opposite. */
  private static Mutant weightIgnored() {
    return Mutant.of(
        "weight-upside-down",
        new Rewrite(
            DECISION_HEADS,
            "tenant.weight",
            "CASE WHEN tenant.weight > 1.5 THEN 0.01 ELSE 100 END AS weight"));
  }

  /** A request that is repeated is built again. */
  private static Mutant requestTwice() {
    return Mutant.of("request-built-twice")
        .after("ALTER TABLE build_request DROP CONSTRAINT build_request_once");
  }

  /** Every attempt calls itself the first. */
  private static Mutant attemptNotCounted() {
    return Mutant.of(
        "attempt-not-counted",
        new Rewrite(
            LEASE, "'STARTING', attempt + 1, losses", "'STARTING', greatest(attempt, 1), losses"));
  }
}
