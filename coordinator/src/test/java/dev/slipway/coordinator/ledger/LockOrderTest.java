package dev.slipway.coordinator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.admit.Admission;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.Wish;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Writers of many chats wait for each other, but never in a circle. */
@CoordinatorTest
class LockOrderTest {
  private static final int CHATS = 20;

  private final Ledger ledger;
  private final Admission admission;
  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;

  LockOrderTest(
      Ledger ledger, Admission admission, TestBuilds make, TestRows rows, TestQueries queries) {
    this.ledger = ledger;
    this.admission = admission;
    this.make = make;
    this.rows = rows;
    this.queries = queries;
  }

  /** The chats' numbers run against their names, so that who sorts by the name meets the others. */
  @Test
  void submitsToManyChatsAndCancelsInThemNeverDeadlock() throws Exception {
    var tenant = rows.tenant();
    for (int chat = CHATS - 1; chat >= 0; chat--) {
      make.aBuild().ofTenant(tenant).inChat(name(chat)).queued();
    }
    long before = deadlocks();

    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 100; round++) {
        var waiting =
            queries
                .all(
                    UUID.class,
                    "SELECT build_id FROM build_waiting WHERE tenant_id = ?",
                    tenant)
                .stream()
                .map(id -> new BuildRef(tenant, id))
                .toList();
        together(
            threads,
            List.of(
                () -> {
                  var wishes = new ArrayList<Wish>();
                  for (int chat = 0; chat < CHATS; chat++) {
                    wishes.add(make.aBuild().ofTenant(tenant).inChat(name(chat)).wish());
                  }
                  return admission.admit(wishes);
                },
                () -> ledger.askAll(waiting, new CancelAsked(""))));
      }
    }

    assertThat(deadlocks()).isEqualTo(before);
    assertThat(
            queries.count(
                """
                SELECT count(DISTINCT chat_no)
                  FROM build_waiting
                  JOIN build_head USING (chat_no)
                 WHERE build_waiting.tenant_id = ?
                """,
                tenant))
        .isEqualTo(CHATS);
  }

  private static String name(int chat) {
    return "chat-%02d".formatted(chat);
  }

  private static void together(
      ExecutorService threads, List<Callable<?>> calls) throws Exception {
    var go = new CountDownLatch(1);
    var answers = new ArrayList<Future<?>>();
    for (var call : calls) {
      answers.add(
          threads.submit(
              () -> {
                go.await();
                return call.call();
              }));
    }
    go.countDown();
    for (var answer : answers) {
      answer.get();
    }
  }

  private long deadlocks() {
    return queries.count(
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
  }
}
