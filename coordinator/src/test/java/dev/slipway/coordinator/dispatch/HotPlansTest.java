package dev.slipway.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.PriorityChanged;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.embedded.TestDatabase;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.explain.Standings;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Ledger;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How Postgres carries out what the queue does all the time, while 100,000 builds wait. It writes
 * down each plan that it uses; none of them may read a table that grows from end to end.
 */
class HotPlansTest {
  private static final int TENANTS = 20;
  private static final int CHATS = 25;
  private static final int PER_CHAT = 200;
  private static final Results NOTHING = new Results(List.of(), "", false);
  private static final Pattern STATEMENT =
      Pattern.compile("(?s)plan:\\s+Query Text: (.*?)(?=\\n\\d{4}-|\\z)");

  // Heads, and builds that ended, are read by some statements in any order, but no further than a
  // LIMIT.
  private static final Pattern WHOLE_TABLE =
      Pattern.compile("Seq Scan on (build_(?:waiting|request)|event_other|chat)\\b");

  private ApplicationContext context;
  private TestRows rows;
  private TestBuilds builds;
  private String tenant;
  private final List<String> tenants = new ArrayList<>();

  @BeforeEach
  void writeDownPlans() {
    Map<String, Object> properties = new HashMap<>(TestDatabase.properties());
    properties.put("slipway.dispatch.max-builds", 5);
    properties.put("slipway.admit.queued-max", 1_000_000);
    properties.put("datasources.default.data-source-properties.prepareThreshold", "1");
    properties.put(
        "datasources.default.data-source-properties.options",
        "-c plan_cache_mode=force_generic_plan -c enable_hashjoin=off -c enable_mergejoin=off"
            + " -c enable_seqscan=off"
            + " -c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0"
            + " -c auto_explain.log_verbose=off");
    context = ApplicationContext.builder().banner(false).properties(properties).start();
    rows = context.getBean(TestRows.class);
    builds = context.getBean(TestBuilds.class);
    tenant = rows.tenant();
    fill();
  }

  @AfterEach
  void leaveRoomToOthers() {
    rows.execute("TRUNCATE tenant CASCADE");
    for (var table :
        List.of("build_waiting", "build_head", "build_active", "build_ended", "log_chunk")) {
      rows.execute("TRUNCATE " + table);
    }
    context.close();
  }

  @Test
  void whatHappensAllTheTimeReadsNoTableFromEndToEnd() throws IOException {
    var log = Path.of((String) TestDatabase.properties().get("slipway.data-dir"), "postgres.log");
    long before = Files.size(log);

    var ledger = context.getBean(Ledger.class);
    var submitted = builds.aBuild().ofTenant(tenant).inChat("c1").with(Priority.HIGH).queued();
    builds.aBuild().ofTenant(tenant).inChat("new").queued();
    context.getBean(Dispatch.class).once();
    for (var build : active()) {
      var uid = context.getBean(Builds.class).get(build).attemptUid();
      ledger.record(build, uid, new Claimed());
      ledger.record(build, uid, new StepsSucceeded(NOTHING));
    }
    ledger.ask(submitted, new PriorityChanged(Priority.HIGH, Priority.CRITICAL));
    context.getBean(Standings.class).of(context.getBean(Builds.class).get(submitted));
    ledger.ask(submitted, new CancelAsked("enough"));
    context.getBean(Builds.class).events(submitted, 0, 100);
    ledger.release(100);

    var statements = statements(Files.readString(log).substring((int) before));
    assertThat(statements).hasSizeGreaterThan(25);
    assertThat(statements.stream().filter(plan -> WHOLE_TABLE.matcher(plan).find())).isEmpty();
  }

  private List<BuildRef> active() {
    return tenants.stream()
        .flatMap(
            one ->
                rows.ids("SELECT build_id FROM build_active WHERE tenant_id = ?", one).stream()
                    .map(id -> new BuildRef(one, id)))
        .toList();
  }

  private static List<String> statements(String log) {
    var found = new ArrayList<String>();
    var statement = STATEMENT.matcher(log);
    while (statement.find()) {
      if (statement.group(1).contains("build_") || statement.group(1).contains("chat")) {
        found.add(statement.group(1));
      }
    }
    return found;
  }

  private void fill() {
    tenants.add(tenant);
    while (tenants.size() < TENANTS) {
      tenants.add(rows.tenant());
    }
    tenants.forEach(this::fill);
    for (var table : List.of("build_request", "build_waiting", "build_head", "chat")) {
      rows.execute("ANALYZE " + table);
    }
  }

  private void fill(String tenant) {
    rows.execute("INSERT INTO project (tenant_id, project_id) VALUES (?, 'default')", tenant);
    rows.execute(
        """
        INSERT INTO chat (tenant_id, chat_id, project_id, last_seq, worst_key)
        SELECT ?, 'c' || n, 'default', ?, 1000000
          FROM generate_series(1, ?) AS n
        """,
        tenant,
        PER_CHAT,
        CHATS);
    rows.execute(
        """
        INSERT INTO build_request (build_id, tenant_id, project_id, chat_id, chat_seq, chat_no, place, message_id, template, spec)
        SELECT CAST(overlay(overlay(CAST(gen_random_uuid() AS text) PLACING lpad(to_hex(seq * 1000 + chat_no % 1000), 8, '0') FROM 1)
                    PLACING '-7' FROM 14) AS uuid),
               tenant_id, 'default', chat_id, seq, chat_no, 256 * seq, '', 'website', '{}'
          FROM chat, generate_series(1, ?) AS seq
         WHERE tenant_id = ?
        """,
        PER_CHAT, tenant);
    rows.execute(
        """
        INSERT INTO build_waiting (chat_no, place, build_id, tenant_id, project_id, priority, sort_key, boost, cpu_millis, memory_mib)
        SELECT chat_no, place, build_id, tenant_id, project_id, 1, place, false, 10, 32
          FROM build_request
         WHERE tenant_id = ?
        """,
        tenant);
    rows.execute(
        """
        INSERT INTO build_head (chat_no, place, tenant_id, project_id, sort_key, cpu_millis, memory_mib, max_parallel, ready)
        SELECT chat_no, place, tenant_id, project_id, sort_key, cpu_millis, memory_mib, 1, true
          FROM build_waiting
         WHERE tenant_id = ?
           AND place = 256
        """,
        tenant);
  }
}
