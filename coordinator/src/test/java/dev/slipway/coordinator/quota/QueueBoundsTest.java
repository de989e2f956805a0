package dev.slipway.coordinator.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.build.Refusal.Kind.QuotaExceeded;
import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.quota.Wanted.Part;
import dev.slipway.coordinator.tenant.TestChat;
import dev.slipway.coordinator.tenant.TestPhases;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class QueueBoundsTest {
  private static final int NO_DEFAULT = Integer.MAX_VALUE;

  private final QueueBounds bounds;
  private final Quotas quotas;
  private final TestPhases phases;
  private final TestQueries queries;
  private final TransactionOperations<Connection> transactions;
  private TestChat chat;
  private TestChat other;

  QueueBoundsTest(
      QueueBounds bounds,
      Quotas quotas,
      TestPhases phases,
      TestQueries queries,
      TransactionOperations<Connection> transactions) {
    this.bounds = bounds;
    this.quotas = quotas;
    this.phases = phases;
    this.queries = queries;
    this.transactions = transactions;
  }

  @BeforeEach
  void twoTenants() {
    chat = phases.chat(phases.tenant(), "shop", "garden");
    other = phases.chat(phases.tenant(), "shop", "garden");
  }

  @AfterEach
  void noLimitOnTheCluster() {
    // The only scope that tests share.
    quotas.update(Scope.CLUSTER, _ -> Limits.NONE);
  }

  @Test
  void withoutALimitEverythingFits() {
    waiting(chat, 3);

    assertThat(check(NO_DEFAULT, of(chat, 1_000_000))).containsExactly((QuotaExceeded) null);
  }

  @Test
  void aFullQueueRefusesAndSaysHowMuchAndWhen() {
    limit(tenant(chat), Resource.QUEUED, 3);
    waiting(chat, 3);

    var refusal = check(NO_DEFAULT, of(chat, 1)).getFirst();

    assertThat(refusal.subject()).isEqualTo("tenants/" + chat.tenant());
    assertThat(refusal.description())
        .isEqualTo(
            "tenants/%s has 3 of at most 3 waiting builds: no room for 1 more. Cancel some, or try again in 60 s."
                .formatted(chat.tenant()));
    assertThat(refusal.retryDelay()).isEqualTo(Duration.ofSeconds(60));
    assertThat(check(NO_DEFAULT, of(other, 1))).as("another tenant").containsOnlyNulls();
  }

  @Test
  void aQueueThatMovesIsWorthTryingSooner() {
    limit(tenant(chat), Resource.QUEUED, 1);
    waiting(chat, 1);
    for (int i = 0; i < 6; i++) {
      phases.failed(chat, 100 + i);
    }

    var refusal = check(NO_DEFAULT, of(chat, 1)).getFirst();

    assertThat(refusal.retryDelay()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aTenantWithoutALimitOfItsOwnHasTheDefault() {
    waiting(chat, 2);

    assertThat(check(3, of(chat, 1))).containsOnlyNulls();
    assertThat(check(2, of(chat, 1)).getFirst().description()).contains("of at most 2");
    limit(tenant(chat), Resource.QUEUED, 5);
    assertThat(check(2, of(chat, 1))).as("its own goes before").containsOnlyNulls();
  }

  @Test
  void projectsChatsAndTheClusterHaveBoundsOfTheirOwn() {
    var sibling = phases.chat(chat.tenant(), "blog", "sibling");
    waiting(chat, 2);
    waiting(sibling, 1);
    limit(new Scope.OfProject(chat.tenant(), "shop"), Resource.QUEUED, 2);
    limit(new Scope.OfChat(chat.tenant(), "sibling"), Resource.QUEUED, 1);

    assertThat(check(NO_DEFAULT, of(chat, 1)).getFirst().subject())
        .isEqualTo("tenants/" + chat.tenant() + "/projects/shop");
    assertThat(check(NO_DEFAULT, of(sibling, 1)).getFirst().subject()).isEqualTo(sibling.name());
    assertThat(check(NO_DEFAULT, Wanted.one(chat.tenant(), "blog", null), of(other, 1)))
        .containsOnlyNulls();

    limit(Scope.CLUSTER, Resource.QUEUED, 3);
    assertThat(check(NO_DEFAULT, of(other, 1)).getFirst().subject()).isEqualTo("cluster");
  }

  @Test
  void whatGoesBeforeTakesTheRoomOfWhatComesAfter() {
    limit(tenant(chat), Resource.QUEUED, 5);
    waiting(chat, 1);

    var answers =
        check(NO_DEFAULT, of(chat, 3), of(chat, 2), of(other, 9), of(chat, 1), of(chat, 1));

    assertThat(answers.stream().map(answer -> answer == null))
        .as("3 fit, 2 more do not, another tenant's do, 1 does, 1 more does not")
        .containsExactly(true, false, true, true, false);
    assertThat(answers.get(1).description()).contains("has 4 of at most 5", "no room for 2 more");
  }

  @Test
  void aBatchFitsAsAWholeOrNotAtAll() {
    limit(tenant(chat), Resource.QUEUED, 2);
    var batch =
        new Wanted(
            List.of(
                new Part(chat.tenant(), "shop", "garden", 1),
                new Part(chat.tenant(), "blog", null, 2)));

    assertThat(check(NO_DEFAULT, batch, of(chat, 2)).stream().map(answer -> answer == null))
        .containsExactly(false, true);
  }

  @Test
  void submitsOfTheLastHourAreBoundedUntilTheOldestLeavesIt() {
    limit(tenant(chat), Resource.BUILDS_PER_HOUR, 3);
    phases.request(chat, 1, Duration.ofMinutes(61));
    phases.request(chat, 2, Duration.ofMinutes(50));
    phases.request(chat, 3, Duration.ofMinutes(20));
    assertThat(check(NO_DEFAULT, of(chat, 1))).containsOnlyNulls();

    phases.request(chat, 4, Duration.ofMinutes(10));
    var refusal = check(NO_DEFAULT, of(chat, 1)).getFirst();

    assertThat(refusal.subject()).isEqualTo("tenants/" + chat.tenant());
    assertThat(refusal.description()).contains("has 3 of at most 3 submits in 60 minutes");
    assertThat(refusal.retryDelay()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    assertThat(check(NO_DEFAULT, of(other, 1))).containsOnlyNulls();
  }

  @Test
  void aLowerLimitWaitsForTheOldestOfAsManySubmits() {
    limit(tenant(chat), Resource.BUILDS_PER_HOUR, 1);
    phases.request(chat, 1, Duration.ofMinutes(50));
    phases.request(chat, 2, Duration.ofMinutes(20));

    var refusal = check(NO_DEFAULT, of(chat, 1)).getFirst();

    assertThat(refusal.retryDelay()).isBetween(Duration.ofMinutes(39), Duration.ofMinutes(40));
  }

  @Test
  void everyKindOfScopeCountsItsSubmits() {
    var sibling = phases.chat(chat.tenant(), "blog", "sibling");
    phases.request(chat, 1, Duration.ofMinutes(30));
    phases.request(sibling, 1, Duration.ofMinutes(30));
    limit(new Scope.OfProject(chat.tenant(), "shop"), Resource.BUILDS_PER_HOUR, 1);
    limit(new Scope.OfChat(chat.tenant(), "sibling"), Resource.BUILDS_PER_HOUR, 1);

    assertThat(check(NO_DEFAULT, of(chat, 1)).getFirst().subject()).endsWith("/projects/shop");
    assertThat(check(NO_DEFAULT, of(sibling, 1)).getFirst().subject()).isEqualTo(sibling.name());
    assertThat(check(NO_DEFAULT, Wanted.one(chat.tenant(), "blog", null))).containsOnlyNulls();
    limit(Scope.CLUSTER, Resource.BUILDS_PER_HOUR, 2);
    assertThat(check(NO_DEFAULT, of(other, 1)).getFirst().subject()).isEqualTo("cluster");
  }

  @Test
  void aLimitOfNoneRefusesEverything() {
    limit(tenant(chat), Resource.BUILDS_PER_HOUR, 0);

    assertThat(check(NO_DEFAULT, of(chat, 1)).getFirst().retryDelay())
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aFullStoreRefuses() {
    limit(tenant(chat), Resource.STORAGE_BYTES, 100);
    limit(tenant(other), Resource.STORAGE_BYTES, 101);
    for (var each : List.of(chat, other)) {
      phases.source(each.tenant(), 70);
      phases.artifact(phases.failed(each, 1), 30);
    }

    var answers = check(NO_DEFAULT, of(chat, 1), of(other, 1));

    assertThat(answers.get(0).subject()).isEqualTo("tenants/" + chat.tenant());
    assertThat(answers.get(0).description()).contains("has 100 bytes", "may have 100");
    assertThat(answers.get(0).retryDelay()).isEqualTo(Duration.ofHours(1));
    assertThat(answers.get(1)).isNull();
  }

  @Test
  void manyAtOnceNeverTakeMoreThanTheLimit() throws Exception {
    limit(tenant(chat), Resource.QUEUED, 5);
    int threads = 8;
    var go = new CountDownLatch(1);
    var answers = new ArrayList<Future<Boolean>>();

    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < threads; i++) {
        int seq = i + 1;
        Callable<Boolean> submit =
            () -> {
              go.await();
              return submitted(seq);
            };
        answers.add(pool.submit(submit));
      }
      go.countDown();
    }

    int taken = 0;
    for (var answer : answers) {
      taken += answer.get() ? 1 : 0;
    }
    assertThat(taken).isEqualTo(5);
    assertThat(queries.count("SELECT count(*) FROM build_waiting WHERE chat_no = ?", chat.chatNo()))
        .isEqualTo(5);
  }

  @Test
  void aSecondTransactionSeesWhatTheFirstTook() throws Exception {
    limit(tenant(chat), Resource.QUEUED, 5);
    waiting(chat, 4);

    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> second =
          transactions.executeWrite(
              status -> {
                assertThat(bounds.check(status.getConnection(), List.of(of(chat, 1)), NO_DEFAULT))
                    .containsOnlyNulls();
                var waits = pool.submit(() -> submitted(7));
                // Not before the other one waits for us does our build come.
                Awaitility.await().until(() -> queries.waitingForLocks() > 0);
                phases.waiting(chat, 6);
                return waits;
              });

      assertThat(second.get()).isFalse();
    }
    assertThat(queries.count("SELECT count(*) FROM build_waiting WHERE chat_no = ?", chat.chatNo()))
        .isEqualTo(5);
  }

  /** As admission does: check, then store, in one transaction. */
  private boolean submitted(int seq) {
    return transactions.executeWrite(
        status -> {
          var answer = bounds.check(status.getConnection(), List.of(of(chat, 1)), NO_DEFAULT);
          if (answer.getFirst() != null) {
            return false;
          }
          phases.waiting(chat, seq);
          return true;
        });
  }

  private List<QuotaExceeded> check(int queuedMax, Wanted... wanted) {
    return transactions.executeWrite(
        status -> bounds.check(status.getConnection(), Arrays.asList(wanted), queuedMax));
  }

  private void waiting(TestChat in, int builds) {
    for (int i = 1; i <= builds; i++) {
      phases.waiting(in, i);
    }
  }

  private void limit(Scope scope, Resource resource, long limit) {
    quotas.update(scope, limits -> limits.with(resource, limit));
  }

  private static Scope tenant(TestChat chat) {
    return new Scope.OfTenant(chat.tenant());
  }

  private static Wanted of(TestChat chat, int builds) {
    return new Wanted(List.of(new Part(chat.tenant(), chat.project(), chat.chat(), builds)));
  }
}
