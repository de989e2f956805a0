package dev.slipway.coordinator.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.explain.Standing.Kind;
import dev.slipway.coordinator.explain.Standing.Obstacle;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.order.Limit;
import dev.slipway.coordinator.order.Scope;
import io.micronaut.context.annotation.Property;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What builds that wait are told. The cluster runs two builds; no picture is older than a call. */
@CoordinatorTest
@Property(name = "slipway.dispatch.max-builds", value = "2")
@Property(name = "slipway.explain.fresh-for", value = "0s")
@Property(name = "slipway.explain.age-max", value = "0s")
class StandingsTest {
  private final Standings standings;
  private final WhatIf whatIf;
  private final Builds reads;
  private final TestBuilds builds;
  private final TestRows rows;
  private String tenant;

  StandingsTest(
      Standings standings, WhatIf whatIf, Builds reads, TestBuilds builds, TestRows rows) {
    this.standings = standings;
    this.whatIf = whatIf;
    this.reads = reads;
    this.builds = builds;
    this.rows = rows;
  }

  @BeforeEach
  void emptyQueue() {
    rows.clear();
    tenant = rows.tenant();
  }

  @Test
  void aLoneBuildIsAboutToStart() {
    var build = submit("c1", Priority.NORMAL);

    var standing = standing(build);

    assertThat(standing.position()).isEqualTo(1);
    assertThat(standing.exact()).isTrue();
    assertThat(standing.chatPosition()).isZero();
    assertThat(standing.obstacles()).isEmpty();
    assertThat(standing.startP50()).isNotNull();
    assertThat(standing.basis()).contains("default");
  }

  @Test
  void aBuildThatDoesNotWaitHasNoStanding() {
    var build = submit("c1", Priority.NORMAL);
    builds.lease(build);

    assertThat(standings.of(reads.get(build))).isEmpty();
  }

  @Test
  void whoStandsBehindOthersOfItsChatIsToldWhom() {
    var running = submit("c1", Priority.NORMAL);
    builds.lease(running);
    var next = submit("c1", Priority.NORMAL);
    var last = submit("c1", Priority.NORMAL);

    var standing = standing(last);

    assertThat(standing.chatPosition()).isEqualTo(2);
    assertThat(kinds(standing)).containsExactly(Kind.CHAT_PREDECESSOR);
    assertThat(only(standing, Kind.CHAT_PREDECESSOR).holders())
        .containsExactly(running.name(), next.name());
    assertThat(standing(next).chatPosition()).isEqualTo(1);
  }

  @Test
  void whoStandsBehindAHeadThatWaitsIsToldWhatTheHeadWaitsFor() {
    limit("tenants/" + tenant, tenant, 1);
    var running = submit("c1", Priority.NORMAL);
    builds.lease(running);
    var head = submit("c2", Priority.NORMAL);
    var behind = submit("c2", Priority.NORMAL);

    var standing = standing(behind);

    assertThat(kinds(standing)).containsExactly(Kind.CHAT_PREDECESSOR, Kind.TENANT_CONCURRENCY);
    assertThat(only(standing, Kind.CHAT_PREDECESSOR).holders()).containsExactly(head.name());
    assertThat(only(standing, Kind.TENANT_CONCURRENCY).holders()).containsExactly(running.name());
  }

  @Test
  void whatTheHeadOfAChatAsksForIsNotTakenForWhatOthersAskFor() {
    rows.execute(
        "INSERT INTO quota (scope, tenant_id, cpu_millis) VALUES (?, ?, 1500)",
        "tenants/" + tenant,
        tenant);
    builds.aBuild().ofTenant(tenant).inChat("c1").holding(2_000, 64).queued();
    var behind = submit("c1", Priority.NORMAL);

    var blocker = only(standing(behind), Kind.NEVER_FITS);

    assertThat(blocker.message()).startsWith("The first build of its chat asks for 2.00 CPU;");
  }

  @Test
  void whoStandsBehindAHeldBuildIsToldWhatHoldsThat() {
    var at = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.MILLIS);
    var held = builds.aBuild().ofTenant(tenant).inChat("c1").notBefore(at).queued();
    var behind = submit("c1", Priority.NORMAL);

    var standing = standing(behind);

    assertThat(kinds(standing)).containsExactly(Kind.CHAT_PREDECESSOR, Kind.SCHEDULED);
    assertThat(only(standing, Kind.SCHEDULED).holders()).containsExactly(held.name());
    assertThat(only(standing, Kind.SCHEDULED).clearTime()).isEqualTo(at);
  }

  @Test
  void aFreeSlotOfAParallelChatIsNotWaitedFor() {
    builds.lease(submit("c1", Priority.NORMAL));
    rows.execute("UPDATE chat SET max_parallel = 2 WHERE tenant_id = ?", tenant);
    var second = submit("c1", Priority.NORMAL);

    var standing = standing(second);

    assertThat(standing.chatPosition()).isEqualTo(1);
    assertThat(standing.obstacles()).isEmpty();
  }

  @Test
  void aFullTenantIsNamedWithItsFiguresAndHolders() {
    limit("tenants/" + tenant, tenant, 1);
    var running = submit("c1", Priority.NORMAL);
    builds.lease(running);
    var waiting = submit("c2", Priority.NORMAL);

    var blocker = only(standing(waiting), Kind.TENANT_CONCURRENCY);

    assertThat(blocker.message()).isEqualTo("tenants/" + tenant + " runs 1 of 1 builds.");
    assertThat(blocker.holders()).containsExactly(running.name());
    assertThat(blocker.remedy()).contains("raise the quota");
    assertThat(blocker.clearTime()).isNotNull();
  }

  @Test
  void aFullClusterAndThoseBeforeAreBothTold() {
    for (var chat : List.of("c1", "c2")) {
      builds.lease(submit(chat, Priority.NORMAL));
    }
    var first = submit("c3", Priority.HIGH);
    var second = submit("c4", Priority.NORMAL);

    var standing = standing(second);

    assertThat(standing.position()).isEqualTo(2);
    assertThat(kinds(standing)).containsExactly(Kind.CLUSTER_CAPACITY, Kind.ORDER);
    assertThat(only(standing, Kind.ORDER).holders()).containsExactly(first.name());
    assertThat(standing(first).position()).isEqualTo(1);
    assertThat(standing(second).startP50()).isAfter(standing(first).startP50());
  }

  @Test
  void aPauseIsToldWithWhoAndWhyAndWithoutATime() {
    rows.execute(
        "INSERT INTO pause (scope, tenant_id, mode, paused_by, reason) VALUES (?, ?, 'HOLD', 'ada',"
            + " 'repairs')",
        "tenants/" + tenant,
        tenant);
    var build = submit("c1", Priority.NORMAL);

    var standing = standing(build);

    assertThat(kinds(standing)).containsExactly(Kind.PAUSED);
    assertThat(only(standing, Kind.PAUSED).message())
        .isEqualTo("tenants/" + tenant + " is paused by ada: repairs.");
    assertThat(standing.startP50()).isNull();
  }

  @Test
  void aBuildThatCanNeverFitIsToldSo() {
    rows.execute(
        "INSERT INTO quota (scope, tenant_id, cpu_millis) VALUES (?, ?, 500)",
        "tenants/" + tenant,
        tenant);
    var build = submit("c1", Priority.NORMAL);

    var standing = standing(build);

    assertThat(kinds(standing)).containsExactly(Kind.NEVER_FITS);
    assertThat(standing.startP50()).isNull();
  }

  @Test
  void aScheduledBuildIsToldUntilWhen() {
    // A database keeps microseconds.
    var at = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.MILLIS);
    var build = builds.aBuild().ofTenant(tenant).inChat("c1").notBefore(at).queued();

    var standing = standing(build);

    assertThat(kinds(standing)).containsExactly(Kind.SCHEDULED);
    assertThat(only(standing, Kind.SCHEDULED).clearTime()).isEqualTo(at);
    assertThat(standing.startP50()).as("to the millisecond").isAfterOrEqualTo(at.minusMillis(1));
  }

  @Test
  void anInheritedPriorityIsToldByWhom() {
    builds.lease(submit("c1", Priority.NORMAL));
    builds.lease(submit("c2", Priority.NORMAL));
    var head = submit("c3", Priority.LOW);
    var lender = submit("c3", Priority.CRITICAL);

    assertThat(standings.lender(reads.get(head))).isEqualTo(lender);
    assertThat(standings.lender(reads.get(lender))).isNull();
  }

  @Test
  void liftingALimitWouldStartWhatWaitsAndChangesNothing() {
    limit("tenants/" + tenant, tenant, 1);
    builds.lease(submit("c1", Priority.NORMAL));
    var waiting = submit("c2", Priority.NORMAL);
    var before = standing(waiting).startP50();

    var answer =
        whatIf.ask(
            new WhatIf.Question(
                Map.of(new Scope.Tenant(tenant), Limit.UNLIMITED), Set.of(), Set.of(), List.of()));

    var start =
        answer.starts().stream()
            .filter(one -> one.build().equals(waiting.name()))
            .findFirst()
            .orElseThrow();
    assertThat(start.startP50()).isBefore(before);
    assertThat(rows.number("SELECT running FROM quota WHERE tenant_id = ?", tenant)).isEqualTo(1);
  }

  private BuildRef submit(String chat, Priority priority) {
    return builds.aBuild().ofTenant(tenant).inChat(chat).with(priority).queued();
  }

  private void limit(String scope, String ofTenant, int running) {
    rows.execute(
        "INSERT INTO quota (scope, tenant_id, running) VALUES (?, ?, ?)", scope, ofTenant, running);
  }

  private Standing standing(BuildRef build) {
    return standings.of(reads.get(build)).orElseThrow();
  }

  private static List<Kind> kinds(Standing standing) {
    return standing.obstacles().stream().map(Obstacle::kind).toList();
  }

  private static Obstacle only(Standing standing, Kind kind) {
    return standing.obstacles().stream()
        .filter(one -> one.kind() == kind)
        .findFirst()
        .orElseThrow();
  }
}
