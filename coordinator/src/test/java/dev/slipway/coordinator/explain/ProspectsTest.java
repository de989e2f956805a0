package dev.slipway.coordinator.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Resources;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.explain.Prospects.Prospect;
import dev.slipway.coordinator.explain.Standing.Kind;
import dev.slipway.coordinator.explain.Standing.Obstacle;
import dev.slipway.coordinator.ledger.Builds;
import io.micronaut.context.annotation.Property;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of builds that nobody has queued. The cluster runs ten. */
@CoordinatorTest
@Property(name = "slipway.dispatch.max-builds", value = "10")
@Property(name = "slipway.explain.fresh-for", value = "0s")
@Property(name = "slipway.explain.age-max", value = "0s")
class ProspectsTest {
  private final Prospects prospects;
  private final Standings standings;
  private final Builds reads;
  private final TestBuilds builds;
  private final TestRows rows;
  private final Album album;
  private final InstantSource clock;
  private String tenant;

  ProspectsTest(
      Prospects prospects,
      Standings standings,
      Builds reads,
      TestBuilds builds,
      TestRows rows,
      Album album,
      InstantSource clock) {
    this.prospects = prospects;
    this.standings = standings;
    this.reads = reads;
    this.builds = builds;
    this.rows = rows;
    this.album = album;
    this.clock = clock;
  }

  @BeforeEach
  void emptyQueue() {
    rows.clear();
    tenant = rows.tenant();
    album.since(clock.instant());
  }

  @Test
  void withNothingInTheWayItWouldStartAtOnce() {
    for (var chat : new String[] {null, "new"}) {
      var standing = ask(chat);

      assertThat(standing.position()).isEqualTo(1);
      assertThat(standing.exact()).isTrue();
      assertThat(standing.obstacles()).isEmpty();
      assertThat(standing.startP50()).isNotNull();
    }
  }

  @Test
  void itWouldStandBehindWhatWaitsInItsChat() {
    var running = submit("c");
    builds.lease(running);
    var waiting = submit("c");

    var standing = ask("c");

    assertThat(standing.chatPosition()).isEqualTo(2);
    assertThat(kinds(standing)).containsExactly(Kind.CHAT_PREDECESSOR);
    assertThat(standing.obstacles().getFirst().holders())
        .containsExactly(running.name(), waiting.name());
    assertThat(standing.startP50())
        .isAfter(standings.of(reads.get(waiting)).orElseThrow().startP50());
    assertThat(kinds(ask("other"))).as("a chat of its own").isEmpty();
  }

  @Test
  void itWouldWaitForWhatRunsInItsChatAlone() {
    builds.lease(submit("c"));

    assertThat(kinds(ask("c"))).containsExactly(Kind.CHAT_PREDECESSOR);

    rows.execute("UPDATE chat SET max_parallel = 2 WHERE tenant_id = ?", tenant);
    assertThat(kinds(ask("c"))).as("there is a slot").isEmpty();
  }

  @Test
  void aBlockedChatIsToldWithoutATime() {
    var failed = builds.aBuild().ofTenant(tenant).inChat("c").failed();
    rows.execute(
        "UPDATE chat SET on_failure = 'BLOCK', blocked_by = ? WHERE tenant_id = ?",
        failed.build().id(),
        tenant);

    var standing = ask("c");

    assertThat(kinds(standing)).containsExactly(Kind.CHAT_BLOCKED);
    assertThat(standing.obstacles().getFirst().holders()).containsExactly(failed.build().name());
    assertThat(standing.startP50()).isNull();
    assertThat(standing.exact()).isFalse();
  }

  @Test
  void aPauseOfItsChatIsTold() {
    builds.lease(submit("c"));
    rows.execute("UPDATE chat SET max_parallel = 2 WHERE tenant_id = ?", tenant);
    rows.execute(
        """
        INSERT INTO pause (scope, tenant_id, chat_no, mode, paused_by, reason)
        SELECT 'tenants/' || tenant_id || '/chats/c', tenant_id, chat_no, 'HOLD', 'ada', 'repairs'
          FROM chat
         WHERE tenant_id = ?
        """,
        tenant);

    var standing = ask("c");

    assertThat(kinds(standing)).containsExactly(Kind.PAUSED);
    assertThat(standing.startP50()).isNull();
    assertThat(kinds(ask("other"))).isEmpty();
  }

  @Test
  void aFullProjectOfItsChatIsTold() {
    builds.lease(submitTo("garden", "c"));
    builds.lease(submitTo("garden", "d"));
    rows.execute("UPDATE chat SET max_parallel = 2 WHERE tenant_id = ?", tenant);
    rows.execute(
        "INSERT INTO quota (scope, tenant_id, project_id, running) VALUES (?, ?, 'garden', 2)",
        "tenants/" + tenant + "/projects/garden",
        tenant);

    assertThat(kinds(ask("c"))).containsExactly(Kind.PROJECT_CONCURRENCY);
    assertThat(kinds(ask("other"))).as("of project default").isEmpty();
  }

  @Test
  void aTimeBeforeWhichItIsNotToStartIsTold() {
    var at = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.MILLIS);

    var standing = prospects.of(prospect("c", at));

    assertThat(kinds(standing)).containsExactly(Kind.SCHEDULED);
    assertThat(standing.startP50()).as("to the millisecond").isAfterOrEqualTo(at.minusMillis(1));
    assertThat(kinds(prospects.of(prospect("c", Instant.EPOCH)))).isEmpty();
  }

  private Standing ask(String chat) {
    return prospects.of(prospect(chat, null));
  }

  private Prospect prospect(String chat, Instant notBefore) {
    return new Prospect(
        tenant, null, chat, Priority.NORMAL, Resources.DEFAULT, "custom", notBefore);
  }

  private BuildRef submit(String chat) {
    return builds.aBuild().ofTenant(tenant).inChat(chat).queued();
  }

  private BuildRef submitTo(String project, String chat) {
    return builds.aBuild().ofTenant(tenant).ofProject(project).inChat(chat).queued();
  }

  private static List<Kind> kinds(Standing standing) {
    return standing.obstacles().stream().map(Obstacle::kind).toList();
  }
}
