package dev.slipway.coordinator.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import dev.slipway.coordinator.build.Scope.Cluster;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestGrpc;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.queue.pause.PauseMode;
import dev.slipway.coordinator.queue.pause.Pauses;
import dev.slipway.coordinator.queue.pause.QueueChanged;
import dev.slipway.v1.ListPausesRequest;
import dev.slipway.v1.Pause;
import dev.slipway.v1.Pause.Mode;
import dev.slipway.v1.PauseQueueRequest;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.QueueServiceGrpc.QueueServiceBlockingStub;
import dev.slipway.v1.ResumeQueueRequest;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class PauseEndpointTest {
  // The last second that the protocol can say: always to come.
  private static final Timestamp LATE = Timestamp.newBuilder().setSeconds(253_402_300_799L).build();

  private final QueueEndpoint service;
  private final Pauses pauses;
  private final TestQueue queue;
  private final TestRows rows;
  private final TestQueries queries;
  private final Heard heard;
  private final TransactionOperations<Connection> transactions;
  private TestGrpc grpc;
  private QueueServiceBlockingStub stub;
  private String scope;

  /** Listens as dispatch does. */
  @Singleton
  static class Heard {
    private final List<String> scopes = new CopyOnWriteArrayList<>();

    @TransactionalEventListener
    void on(QueueChanged event) {
      scopes.add(event.scope().name());
    }
  }

  PauseEndpointTest(
      QueueEndpoint service,
      Pauses pauses,
      TestQueue queue,
      TestRows rows,
      TestQueries queries,
      Heard heard,
      TransactionOperations<Connection> transactions) {
    this.service = service;
    this.pauses = pauses;
    this.queue = queue;
    this.rows = rows;
    this.queries = queries;
    this.heard = heard;
    this.transactions = transactions;
  }

  @BeforeEach
  void serve() throws IOException {
    grpc = TestGrpc.serve(service);
    stub = QueueServiceGrpc.newBlockingStub(grpc.channel());
    scope = "tenants/" + queue.tenant();
    heard.scopes.clear();
  }

  @AfterEach
  void close() {
    queue.forgetPauses();
    grpc.close();
  }

  @Test
  void aPauseIsInForceAtOnceAndTold() {
    var paused = pause(scope, Mode.MODE_DRAIN, LATE);

    assertThat(paused.getScope()).isEqualTo(scope);
    assertThat(paused.getMode()).isEqualTo(Mode.MODE_DRAIN);
    assertThat(paused.getPausedBy()).isEqualTo("me");
    assertThat(paused.getReason()).isEqualTo("why");
    assertThat(paused.getUntilTime()).isEqualTo(LATE);
    assertThat(paused.getPauseTime().getSeconds()).isPositive();
    assertThat(pauses.within(new Cluster()))
        .singleElement()
        .satisfies(
            pause -> {
              assertThat(pause.scope()).isEqualTo(scope);
              assertThat(pause.mode()).isEqualTo(PauseMode.DRAIN);
              assertThat(pause.untilTime()).isEqualTo(Instant.ofEpochSecond(LATE.getSeconds()));
            });
    assertThat(heard.scopes).containsExactly(scope);
  }

  @Test
  void rowsNameWhatAPauseHolds() {
    var tenant = scope.substring("tenants/".length());
    long chat = queue.chat(tenant, "c", "site");

    for (var name : List.of("cluster", scope, scope + "/projects/site", scope + "/chats/c")) {
      pause(name, Mode.MODE_HOLD, null);
    }

    assertThat(pauses.within(new Cluster()))
        .extracting(p -> p.tenantId() + " " + p.projectId() + " " + p.chatNo())
        .containsExactly(
            "null null null",
            tenant + " null null",
            tenant + " site null",
            tenant + " null " + chat);
  }

  @Test
  void repeatingAPauseReplacesAllButItsBegin() {
    var first = pause(scope, Mode.MODE_DRAIN, LATE);

    var second =
        stub.pauseQueue(
            PauseQueueRequest.newBuilder()
                .setPause(Pause.newBuilder().setScope(scope).setPausedBy("you"))
                .build());

    assertThat(second)
        .isEqualTo(
            Pause.newBuilder()
                .setScope(scope)
                .setMode(Mode.MODE_HOLD)
                .setPausedBy("you")
                .setPauseTime(first.getPauseTime())
                .build());
    assertThat(list(scope)).containsExactly(second);
  }

  @Test
  void resumeEndsThePauseOfExactlyThisScope() {
    var cluster = pause("cluster", Mode.MODE_HOLD, null);
    var tenants = pause(scope, Mode.MODE_HOLD, null);
    var projects = pause(scope + "/projects/site", Mode.MODE_HOLD, null);
    heard.scopes.clear();

    var ended = resume(scope).getEnded();

    assertThat(ended).isEqualTo(tenants);
    assertThat(list("")).containsExactly(cluster, projects);
    assertThat(heard.scopes).containsExactly(scope);
  }

  @Test
  void resumeWithoutAPauseDoesNothing() {
    var cluster = pause("cluster", Mode.MODE_HOLD, null);
    heard.scopes.clear();

    assertThat(resume(scope).hasEnded()).isFalse();

    assertThat(list("")).containsExactly(cluster);
    assertThat(heard.scopes).isEmpty();
  }

  @Test
  void aPauseIsOverByItsTime() {
    pause(scope, Mode.MODE_HOLD, LATE);
    var projects = pause(scope + "/projects/site", Mode.MODE_HOLD, LATE);
    rows.execute("UPDATE pause SET until_time = now() WHERE scope = ?", scope);

    assertThat(pauses.within(new Cluster()))
        .extracting(p -> p.scope())
        .containsExactly(projects.getScope());
    assertThat(list(scope)).containsExactly(projects);
    assertThat(resume(scope).hasEnded()).isFalse();
    assertThat(queries.all(String.class, "SELECT scope FROM pause"))
        .as("the row went when somebody resumed")
        .containsExactly(projects.getScope());
  }

  @Test
  void aPauseAfterOneThatIsOverBeginsAnew() {
    pause(scope, Mode.MODE_HOLD, LATE);
    rows.execute(
        "UPDATE pause SET until_time = now(), pause_time = now() - interval '1h' WHERE scope = ?",
        scope);

    pause(scope, Mode.MODE_HOLD, null);

    assertThat(
            queries.count("SELECT count(*) FROM pause WHERE pause_time > now() - interval '30min'"))
        .isEqualTo(1);
  }

  @Test
  void listsAScopeAndWhatIsBelowIt() {
    var tenant = scope.substring("tenants/".length());
    queue.chat(tenant, "c", "site");
    queue.chat(tenant, "d", "shop");
    var stranger = "tenants/" + queue.tenant();
    var all =
        List.of(
            pause(scope + "/chats/d", Mode.MODE_HOLD, null),
            pause(scope + "/chats/c", Mode.MODE_HOLD, null),
            pause(scope + "/projects/site", Mode.MODE_HOLD, null),
            pause(scope, Mode.MODE_HOLD, null),
            pause("cluster", Mode.MODE_HOLD, null),
            pause(stranger, Mode.MODE_HOLD, null));

    assertThat(list("")).containsExactlyElementsOf(all);
    assertThat(list("cluster")).containsExactlyElementsOf(all);
    assertThat(list(scope)).containsExactlyElementsOf(all.subList(0, 4));
    assertThat(list(scope + "/projects/site")).containsExactly(all.get(1), all.get(2));
    assertThat(list(scope + "/chats/d")).containsExactly(all.get(0));
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> pause("everything", Mode.MODE_HOLD, null))
        .hasMessageContaining("INVALID_ARGUMENT: pause.scope: \"everything\" is not a scope");
    assertThatThrownBy(() -> pause("tenants/nobody", Mode.MODE_HOLD, null))
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> pause(scope + "/chats/none", Mode.MODE_HOLD, null))
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(
            () -> pause(scope, Mode.MODE_HOLD, Timestamp.newBuilder().setSeconds(1).build()))
        .hasMessageContaining(
            "INVALID_ARGUMENT: pause.until_time: 1970-01-01T00:00:01Z has passed");
    assertThatThrownBy(() -> pause(scope, Mode.MODE_HOLD, LATE.toBuilder().setNanos(-1).build()))
        .hasMessageContaining("INVALID_ARGUMENT: pause.until_time");
    assertThatThrownBy(() -> send(Pause.newBuilder().setScope(scope).setPausedBy(" ")))
        .hasMessageContaining("INVALID_ARGUMENT: pause.paused_by: is empty");
    assertThatThrownBy(() -> send(Pause.newBuilder().setScope(scope).setPausedBy("x".repeat(129))))
        .hasMessageContaining("INVALID_ARGUMENT: pause.paused_by: has 129 characters; at most 128");
    assertThatThrownBy(() -> send(full().setReason("x".repeat(513))))
        .hasMessageContaining("INVALID_ARGUMENT: pause.reason: has 513 characters; at most 512");
    assertThatThrownBy(() -> send(full().setModeValue(9)))
        .hasMessageContaining("INVALID_ARGUMENT: pause.mode: 9 is no mode");
    assertThatThrownBy(() -> resume("tenants/nobody")).hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> list("tenants/nobody")).hasMessageContaining("NOT_FOUND");

    assertThat(queries.count("SELECT count(*) FROM pause")).isZero();
    assertThat(heard.scopes).isEmpty();
  }

  @Test
  void aTenantThatIsDeletedMeanwhileIsNotFound() throws Exception {
    var tenant = rows.tenant();
    var empty = "tenants/" + tenant;
    try (var threads = Executors.newSingleThreadExecutor()) {
      var answer =
          transactions.executeWrite(
              _ -> {
                rows.execute("DELETE FROM tenant WHERE tenant_id = ?", tenant);
                var pausing = threads.submit(() -> pause(empty, Mode.MODE_HOLD, null));
                await().until(() -> queries.waitingForLocks() >= 1);
                return pausing;
              });

      assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
          .hasMessageContaining("NOT_FOUND: " + empty + " does not exist");
    }
  }

  @Test
  void refusesMorePausesThanTheLimit() {
    var tenant = scope.substring("tenants/".length());
    rows.execute(
        """
        INSERT INTO pause (scope, tenant_id, mode, paused_by, reason)
        SELECT 'p' || n, ?, 'HOLD', '', ''
          FROM generate_series(1, 999) AS n
        """,
        tenant);
    pause(scope, Mode.MODE_HOLD, null);

    assertThatThrownBy(() -> pause(scope + "/projects/site", Mode.MODE_HOLD, null))
        .hasMessageContaining("RESOURCE_EXHAUSTED: 1000 scopes are paused already");

    assertThat(pause(scope, Mode.MODE_DRAIN, null).getMode())
        .as("it is paused")
        .isEqualTo(Mode.MODE_DRAIN);
    rows.execute("UPDATE pause SET until_time = now() WHERE scope = 'p1'");
    assertThat(pause(scope + "/projects/site", Mode.MODE_HOLD, null).getPausedBy()).isEqualTo("me");
  }

  @Test
  void keepsWordsThatPostgresCannotStore() {
    var paused = send(full().setReason("a\0b"));

    assertThat(paused.getReason()).isEqualTo("a\uFFFDb");
  }

  private Pause.Builder full() {
    return Pause.newBuilder().setScope(scope).setPausedBy("me");
  }

  private Pause pause(String of, Mode mode, Timestamp until) {
    var pause = full().setScope(of).setMode(mode).setReason("why");
    if (until != null) {
      pause.setUntilTime(until);
    }
    return send(pause);
  }

  private Pause send(Pause.Builder pause) {
    return stub.pauseQueue(PauseQueueRequest.newBuilder().setPause(pause).build());
  }

  private dev.slipway.v1.ResumeQueueResponse resume(String of) {
    return stub.resumeQueue(ResumeQueueRequest.newBuilder().setScope(of).build());
  }

  private List<Pause> list(String of) {
    return stub.listPauses(ListPausesRequest.newBuilder().setScope(of).build()).getPausesList();
  }
}
