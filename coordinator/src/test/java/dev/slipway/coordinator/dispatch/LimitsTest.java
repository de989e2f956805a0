package dev.slipway.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.launch.FakeLauncher;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.peer.CoordinatorId;
import dev.slipway.coordinator.sql.Commits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.annotation.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What quotas, pauses and shares let start; the queue is one, so every test begins with an empty
 * one.
 */
@CoordinatorTest
@Property(name = "slipway.dispatch.max-builds", value = "100")
class LimitsTest {
  private final Dispatch dispatch;
  private final DispatchRepository repository;
  private final Commits commits;
  private final DataSource dataSource;
  private final Ledger ledger;
  private final Builds builds;
  private final FakeLauncher launcher;
  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;
  private String tenant;

  LimitsTest(
      Dispatch dispatch,
      DispatchRepository repository,
      Commits commits,
      DataSource dataSource,
      Ledger ledger,
      Builds builds,
      FakeLauncher launcher,
      TestBuilds make,
      TestRows rows,
      TestQueries queries) {
    this.dispatch = dispatch;
    this.repository = repository;
    this.commits = commits;
    this.dataSource = dataSource;
    this.ledger = ledger;
    this.builds = builds;
    this.launcher = launcher;
    this.make = make;
    this.rows = rows;
    this.queries = queries;
  }

  @BeforeEach
  void anEmptyQueueOfATenant() {
    rows.clear();
    launcher.reset();
    tenant = rows.tenant();
  }

  /** Three builds of project garden, the first in chat c, and one that no limit here is for. */
  @ParameterizedTest
  @CsvSource({
    "tenant, running = 1, 1",
    "tenant, running = 0, 0",
    "tenant, cpu_millis = 2999, 2",
    "tenant, memory_mib = 2048, 2",
    "project, running = 2, 2",
    "chat, running = 0, 2",
    "chat, cpu_millis = 999, 2",
    "tenant, queued = 0, 3"
  })
  void aQuotaLetsStartWhatFitsAndKeepsNobodyElse(String scope, String limit, int start) {
    aBuild().ofProject("garden").inChat("c").queued();
    aBuild().ofProject("garden").queued();
    aBuild().ofProject("garden").queued();
    var bystander = make.aBuild().queued();
    quota(scope, limit);

    dispatch.once();
    dispatch.once();

    assertThat(launcher.launched()).contains(bystander).hasSize(start + 1);
  }

  @Test
  void theClustersQuotaIsForAllAndGoesBeforeTheConfiguration() {
    aBuild().queued();
    aBuild().queued();
    make.aBuild().queued();
    rows.execute("INSERT INTO quota (scope, running) VALUES ('cluster', 2)");

    dispatch.once();

    assertThat(launcher.launched()).hasSize(2);
  }

  @Test
  void aLimitThatFallsBelowItsUseEndsNothingAndStartsNothing() {
    var running = aBuild().running();
    var other = aBuild().running();
    aBuild().queued();
    quota("tenant", "running = 1");

    dispatch.once();

    assertThat(launcher.launched()).isEmpty();
    assertThat(builds.get(running.build()).state()).isEqualTo(StateName.RUNNING);
    assertThat(builds.get(other.build()).state()).isEqualTo(StateName.RUNNING);
  }

  @ParameterizedTest
  @CsvSource({
    "cluster, NULL, 0",
    "tenant, NULL, 1",
    "tenant, now() + interval '1 hour', 1",
    "tenant, now(), 4",
    "project, NULL, 1",
    "chat, NULL, 3"
  })
  void aPauseHoldsItsScopeUntilItIsOver(String scope, String until, int start) {
    aBuild().ofProject("garden").inChat("c").queued();
    aBuild().ofProject("garden").queued();
    aBuild().ofProject("garden").queued();
    make.aBuild().queued();
    rows.execute(
        """
        INSERT INTO pause (scope, tenant_id, project_id, chat_no, mode, paused_by, reason, until_time)
        SELECT CASE WHEN tenant_id IS NULL THEN 'cluster' ELSE 'paused' END, tenant_id, project_id, chat_no, 'HOLD', 'ada', 'a test', %s
          FROM (%s)
        """
            .formatted(until, scope(scope)));

    dispatch.once();

    assertThat(launcher.launched()).hasSize(start);
  }

  @Test
  void aTenantOfTwiceTheWeightGetsTwiceTheShare() {
    var heavy = rows.tenant();
    rows.execute("UPDATE tenant SET weight = 2 WHERE tenant_id = ?", heavy);
    for (int i = 0; i < 12; i++) {
      aBuild().queued();
    }
    for (int i = 0; i < 12; i++) {
      make.aBuild().ofTenant(heavy).queued();
    }
    rows.execute("INSERT INTO quota (scope, running) VALUES ('cluster', 9)");

    dispatch.once();

    assertThat(launcher.launched().stream().filter(build -> build.tenant().equals(heavy)))
        .hasSize(6);
    assertThat(launcher.launched()).hasSize(9);
  }

  @Test
  void aFloodOfOneTenantDoesNotHoldUpAnother() {
    for (int i = 0; i < 150; i++) {
      aBuild().queued();
    }
    var theirs = make.aBuild().queued();

    dispatch.once();

    assertThat(launcher.launched()).contains(theirs).hasSize(100);
  }

  @Test
  void ofOneTenantTheHigherPriorityGoesFirstAndItsChatWithIt() {
    aBuild().queued();
    var head = aBuild().inChat("c").with(Priority.LOW).queued();
    aBuild().inChat("c").with(Priority.CRITICAL).queued();
    rows.execute("INSERT INTO quota (scope, running) VALUES ('cluster', 1)");

    dispatch.once();

    assertThat(launcher.launched()).containsExactly(head);
  }

  @Test
  void whatFitsIsFoundBehindManyHeadsThatDoNot() {
    for (int i = 0; i < 200; i++) {
      aBuild().ofProject("garden").queued();
    }
    var fits = aBuild().ofProject("kitchen").queued();
    quota("project", "running = 0");

    dispatch.once();

    assertThat(launcher.launched()).containsExactly(fits);
  }

  @Test
  void aBigBuildThatWasPassedOverForLongIsKeptRoomFor() {
    rows.execute("INSERT INTO quota (scope, cpu_millis) VALUES ('cluster', 4000)");
    var small = aBuild().running();
    var big = aBuild().holding(4000, 1024).queued();
    var later = aBuild().queued();
    rows.execute(
        "UPDATE build_head SET ready_time = now() - interval '61 s' WHERE cpu_millis = 4000");

    dispatch.once();
    assertThat(launcher.launched()).as("room is kept").doesNotContain(later);

    ledger.record(
        small.build(),
        small.attemptUid(),
        new dev.slipway.coordinator.build.BuildEvent.StepsSucceeded(
            new dev.slipway.coordinator.build.Results(List.of(), "", false)));
    dispatch.once();
    assertThat(launcher.launched()).containsExactly(big);
  }

  @Test
  void aChatThatRunsThreeAtATimeStartsThreeInItsOrder() {
    rows.chat(tenant, "c");
    rows.execute("UPDATE chat SET max_parallel = 3 WHERE tenant_id = ?", tenant);
    var waiting = new ArrayList<BuildRef>();
    for (int i = 0; i < 5; i++) {
      waiting.add(aBuild().inChat("c").queued());
    }

    dispatch.once();

    assertThat(launcher.launched()).isEqualTo(waiting.subList(0, 3));
  }

  @Test
  void manyDispatchersAtOnceKeepEveryLimitAndLeaseNothingTwice() throws Exception {
    var config = new DispatchConfig(40, Duration.ofSeconds(1), 7, 1, Duration.ofMinutes(1));
    var dispatchers = new ArrayList<Dispatch>();
    for (int i = 0; i < 4; i++) {
      dispatchers.add(
          new Dispatch(
              commits,
              dataSource,
              repository,
              new Snapshots(repository, config),
              config,
              ledger,
              launcher,
              new CoordinatorId(),
              new SimpleMeterRegistry()));
    }
    for (int i = 0; i < 30; i++) {
      aBuild().queued();
      make.aBuild().queued();
    }
    quota("tenant", "running = 7");

    var go = new CountDownLatch(1);
    var ticks = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 40; i++) {
        var one = dispatchers.get(i % 4);
        ticks.add(
            threads.submit(
                () -> {
                  go.await();
                  one.once();
                  return null;
                }));
      }
      go.countDown();
    }
    for (var tick : ticks) {
      tick.get();
    }

    assertThat(launcher.launched()).doesNotHaveDuplicates().hasSize(37);
    assertThat(queries.count("SELECT count(*) FROM build_active WHERE tenant_id = ?", tenant))
        .isEqualTo(7);
  }

  private TestBuilds.Draft aBuild() {
    return make.aBuild().ofTenant(tenant);
  }

  private void quota(String scope, String limit) {
    var column = limit.substring(0, limit.indexOf(' '));
    var value = limit.substring(limit.lastIndexOf(' ') + 1);
    rows.execute(
        """
        INSERT INTO quota (scope, tenant_id, project_id, chat_no, %s)
        SELECT 'limited', tenant_id, project_id, chat_no, %s
          FROM (%s)
        """
            .formatted(column, value, scope(scope)));
  }

  /** The tenant, its project garden, its chat c, or the cluster. */
  private String scope(String kind) {
    var columns =
        switch (kind) {
          case "tenant" -> "tenant_id, NULL, CAST(NULL AS bigint) FROM tenant";
          case "project" -> "tenant_id, 'garden', CAST(NULL AS bigint) FROM tenant";
          case "chat" -> "tenant_id, NULL, chat_no FROM chat";
          default -> null;
        };
    return columns == null
        ? "VALUES (NULL, NULL, CAST(NULL AS bigint))) AS none (tenant_id, project_id, chat_no"
        : "SELECT %s WHERE tenant_id = '%s') AS one (tenant_id, project_id, chat_no"
            .formatted(columns, tenant);
  }
}
