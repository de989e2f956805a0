package dev.slipway.coordinator.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestGrpc;
import dev.slipway.v1.Build;
import dev.slipway.v1.GetQueueRequest;
import dev.slipway.v1.GetQueueStatsRequest;
import dev.slipway.v1.ListDeadLettersRequest;
import dev.slipway.v1.ListDeadLettersResponse;
import dev.slipway.v1.Pause;
import dev.slipway.v1.PauseQueueRequest;
import dev.slipway.v1.Queue;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.QueueServiceGrpc.QueueServiceBlockingStub;
import dev.slipway.v1.QueueStats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class QueueEndpointTest {
  private static final String MIDNIGHT = "date_trunc('day', now(), 'UTC')";

  private final QueueEndpoint service;
  private final TestQueue rows;
  private TestGrpc grpc;
  private QueueServiceBlockingStub stub;
  private String tenant;

  QueueEndpointTest(QueueEndpoint service, TestQueue rows) {
    this.service = service;
    this.rows = rows;
  }

  @BeforeEach
  void serve() throws IOException {
    grpc = TestGrpc.serve(service);
    stub = QueueServiceGrpc.newBlockingStub(grpc.channel());
    tenant = rows.tenant();
  }

  @AfterEach
  void close() {
    rows.forgetPauses();
    grpc.close();
  }

  @Test
  void countsWhatWaitsAndRunsInEveryScope() {
    long one = rows.chat(tenant, "one", "site");
    rows.active(tenant, "site", one, "RUNNING", 500);
    rows.waiting(tenant, "site", one, null, 400);
    rows.waiting(tenant, "site", one, "SCHEDULE", 600);
    rows.active(tenant, "shop", rows.alone(), "STARTING", 500);
    rows.active(tenant, "shop", rows.alone(), "STOPPING", 500);
    rows.waiting(tenant, "shop", rows.alone(), null, 500);
    var stranger = rows.tenant();
    rows.waiting(stranger, "site", rows.alone(), null, 900);

    var all = queue("cluster");
    var tenants = queue("tenants/" + tenant);
    var projects = queue("tenants/" + tenant + "/projects/site");
    var chats = queue("tenants/" + tenant + "/chats/one");

    assertThat(counts(tenants)).containsExactly(1L, 2L, 1L, 1L, 1L);
    assertThat(counts(projects)).containsExactly(1L, 1L, 0L, 1L, 0L);
    assertThat(counts(chats)).containsExactly(1L, 1L, 0L, 1L, 0L);
    assertThat(all.getQueued()).isGreaterThanOrEqualTo(3);
    assertThat(tenants.getOldestQueuedTime().getSeconds())
        .as("a held one is no queued one, and another tenant's is not ours")
        .isEqualTo(projects.getOldestQueuedTime().getSeconds() - 100);
    assertThat(chats.getOldestQueuedTime()).isEqualTo(projects.getOldestQueuedTime());
    assertThat(tenants.getScope()).isEqualTo("tenants/" + tenant);
  }

  @Test
  void anEmptyScopeHasNoOldest() {
    var queue = queue("tenants/" + tenant);

    assertThat(counts(queue)).containsOnly(0L);
    assertThat(queue.hasOldestQueuedTime()).isFalse();
    assertThat(queue.getPausesList()).isEmpty();
  }

  @Test
  void showsThePausesThatHoldAllOfAScope() {
    rows.chat(tenant, "one", "site");
    pause("tenants/" + tenant);
    pause("tenants/" + tenant + "/projects/site");
    pause("tenants/" + tenant + "/projects/shop");
    pause("tenants/" + tenant + "/chats/one");

    assertThat(queue("tenants/" + tenant + "/chats/one").getPausesList())
        .extracting(Pause::getScope)
        .containsExactly(
            "tenants/" + tenant,
            "tenants/" + tenant + "/projects/site",
            "tenants/" + tenant + "/chats/one");
    assertThat(queue("tenants/" + tenant).getPausesList())
        .extracting(Pause::getScope)
        .containsExactly("tenants/" + tenant);
  }

  @Test
  void saysHowAScopeDidInAWindow() {
    long one = rows.chat(tenant, "one", "site");
    for (int seconds = 1; seconds <= 10; seconds++) {
      rows.ended(
          tenant,
          "site",
          one,
          "SUCCEEDED",
          ago(1000 + seconds * 10),
          ago(1000),
          ago(1000 - seconds),
          "NULL");
    }
    rows.ended(tenant, "site", one, "FAILED", ago(900), ago(800), ago(700), "now()");
    rows.ended(tenant, "shop", rows.alone(), "CANCELLED", ago(900), "NULL", ago(700), "NULL");
    rows.ended(tenant, "site", one, "SUCCEEDED", ago(9000), ago(8000), ago(7000), "NULL");
    rows.ended(tenant, "site", one, "SUCCEEDED", ago(9000), ago(3000), ago(2000), "NULL");
    rows.waiting(tenant, "site", one, null, 300);
    rows.waiting(tenant, "site", one, null, 5000);
    rows.waiting(tenant, "site", one, "BACKOFF", 9000);
    rows.active(tenant, "site", one, "RUNNING", 300);
    var stranger = rows.tenant();
    rows.ended(stranger, "site", rows.alone(), "FAILED", ago(900), ago(800), ago(700), "now()");

    var all = stats("tenants/" + tenant, 3600);
    var chats = stats("tenants/" + tenant + "/chats/one", 1900);

    assertThat(all.getSubmitted()).isEqualTo(14);
    assertThat(all.getSucceeded()).isEqualTo(11);
    assertThat(all.getFailed()).isEqualTo(1);
    assertThat(all.getCancelled()).isEqualTo(1);
    assertThat(all.getThroughputPerHour()).isEqualTo(13);
    assertThat(all.getSuccessRate()).isEqualTo(11 / 12.0);
    assertThat(all.getDeadLetters()).isEqualTo(1);
    assertThat(List.of(all.getHeld(), all.getQueued(), all.getActive()))
        .containsExactly(1L, 2L, 1L);
    assertThat(all.getOldestWaiting().getSeconds()).isBetween(5000L, 5100L);
    assertThat(chats.getCancelled()).as("of another chat").isZero();
    assertThat(chats.getSucceeded()).as("one ended before the window").isEqualTo(10);
    assertThat(millis(chats.getDurationAverage())).isEqualTo(5_500);
    assertThat(millis(chats.getDurationP50())).isEqualTo(5_500);
    assertThat(millis(chats.getDurationP90())).isEqualTo(9_100);
    assertThat(millis(chats.getWaitP50()))
        .as("10 to 100 s, and 100 s of the failed")
        .isEqualTo(60_000);
    assertThat(millis(chats.getWaitP90())).isEqualTo(100_000);
    assertThat(chats.getThroughputPerHour()).isBetween(20.84, 20.85);
  }

  @Test
  void countsTodayFromMidnightUtc() {
    long alone = rows.alone();
    var before = MIDNIGHT + " - interval '1us'";
    rows.ended(tenant, "site", alone, "SUCCEEDED", MIDNIGHT, MIDNIGHT, MIDNIGHT, "NULL");
    rows.ended(tenant, "site", alone, "FAILED", before, before, MIDNIGHT, "NULL");
    rows.ended(tenant, "site", alone, "CANCELLED", before, "NULL", MIDNIGHT, "NULL");
    rows.ended(tenant, "site", alone, "CANCELLED", before, "NULL", before, "NULL");
    rows.waiting(tenant, "site", alone, null, 0);
    rows.waiting(tenant, "site", alone, null, 86_400);

    var stats = stats("tenants/" + tenant, 3600);

    assertThat(stats.getTodaySubmitted()).isEqualTo(2);
    assertThat(stats.getTodaySucceeded()).isEqualTo(1);
    assertThat(stats.getTodayFailed()).isEqualTo(1);
    assertThat(stats.getTodayCancelled()).isEqualTo(1);
  }

  @Test
  void saysNothingOfTimesThatNobodyHas() {
    var stats = stats("tenants/" + tenant, 60);

    assertThat(stats).isEqualTo(QueueStats.newBuilder().setScope("tenants/" + tenant).build());
    assertThat(stats.hasSuccessRate()).isFalse();
  }

  @Test
  void listsDeadLettersByPagesOldestFirst() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      expected.add(name(tenant, deadLetter(tenant, "now() - interval '" + (9 - i) + "s'")));
    }
    deadLetter(rows.tenant(), "now()");
    rows.ended(tenant, "site", rows.alone(), "FAILED", "now()", "now()", "now()", "NULL");

    List<String> seen = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      var page = deadLetters("tenants/" + tenant, 2, token);
      page.getBuildsList().stream().map(Build::getName).forEach(seen::add);
      token = page.getNextPageToken();
      pages++;
    } while (!token.isEmpty());

    assertThat(seen).isEqualTo(expected);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void listsDeadLettersOfEveryTenant() {
    var first = name(tenant, deadLetter(tenant, "now() - interval '100 years'"));
    var stranger = rows.tenant();
    var second = name(stranger, deadLetter(stranger, "now() - interval '99 years'"));

    var page = deadLetters("tenants/-", 2, "");

    assertThat(page.getBuildsList()).extracting(Build::getName).containsExactly(first, second);
    assertThat(page.getBuilds(0).getState()).isEqualTo(Build.State.STATE_FAILED);
  }

  @Test
  void refusesWhatIsNoScopeWindowOrPage() {
    assertThatThrownBy(() -> queue("tenants/a/b"))
        .hasMessageContaining("INVALID_ARGUMENT: scope: \"tenants/a/b\" is not a scope");
    assertThatThrownBy(() -> queue("tenants/nobody")).hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> queue("tenants/" + tenant + "/projects/x"))
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> stats("tenants/" + tenant + "/chats/x", 60))
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> stats("cluster", 59))
        .hasMessageContaining("INVALID_ARGUMENT: window: 59 s; give 60 s to 604800 s");
    assertThatThrownBy(() -> stats("cluster", 604_801)).hasMessageContaining("window: 604801 s");
    assertThatThrownBy(() -> stats("cluster", Long.MAX_VALUE)).hasMessageContaining("window: 9");
    assertThatThrownBy(() -> deadLetters("tenants", 1, ""))
        .hasMessageContaining("INVALID_ARGUMENT: parent: \"tenants\" is not");
    assertThatThrownBy(() -> deadLetters("tenants/nobody", 1, ""))
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> deadLetters("tenants/-", -1, ""))
        .hasMessageContaining("INVALID_ARGUMENT: page_size: -1");
    assertThatThrownBy(() -> deadLetters("tenants/-", 1, "YQpi"))
        .hasMessageContaining("INVALID_ARGUMENT: page_token");
  }

  private UUID deadLetter(String of, String time) {
    return rows.ended(of, "site", rows.alone(), "FAILED", "now()", "now()", "now()", time);
  }

  private Queue queue(String scope) {
    return stub.getQueue(GetQueueRequest.newBuilder().setScope(scope).build());
  }

  private QueueStats stats(String scope, long window) {
    return stub.getQueueStats(
        GetQueueStatsRequest.newBuilder()
            .setScope(scope)
            .setWindow(Duration.newBuilder().setSeconds(window))
            .build());
  }

  private void pause(String scope) {
    var pause = Pause.newBuilder().setScope(scope).setPausedBy("me");
    var _ = stub.pauseQueue(PauseQueueRequest.newBuilder().setPause(pause).build());
  }

  private ListDeadLettersResponse deadLetters(String parent, int size, String token) {
    return stub.listDeadLetters(
        ListDeadLettersRequest.newBuilder()
            .setParent(parent)
            .setPageSize(size)
            .setPageToken(token)
            .build());
  }

  private static List<Long> counts(Queue queue) {
    return List.of(
        queue.getHeld(),
        queue.getQueued(),
        queue.getStarting(),
        queue.getRunning(),
        queue.getStopping());
  }

  private static String ago(int seconds) {
    return "now() - interval '" + seconds + "s'";
  }

  private static long millis(Duration duration) {
    return duration.getSeconds() * 1000 + duration.getNanos() / 1_000_000;
  }

  private static String name(String of, UUID build) {
    return "tenants/" + of + "/builds/" + build;
  }
}
