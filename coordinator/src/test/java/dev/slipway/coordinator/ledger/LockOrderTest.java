package dev.slipway.coordinator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.coordinator.admit.Admission;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.Wish;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
  private final TransactionOperations<Connection> transactions;

  LockOrderTest(
      Ledger ledger,
      Admission admission,
      TestBuilds make,
      TestRows rows,
      TestQueries queries,
      TransactionOperations<Connection> transactions) {
    this.ledger = ledger;
    this.admission = admission;
    this.make = make;
    this.rows = rows;
    this.queries = queries;
    this.transactions = transactions;
  }

  /** The chats' numbers run against their names, so that who sorts by the name meets the others. */
  @Test
  void submitsToManyChatsAndCancelsInThemNeverDeadlock() throws Exception {
    var tenant = rows.tenant();
    for (int chat = CHATS - 1; chat >= 0; chat--) {
      make.aBuild().ofTenant(tenant).inChat(name(chat)).queued();
    }
    var waiting =
        queries
            .all(UUID.class, "SELECT build_id FROM build_waiting WHERE tenant_id = ?", tenant)
            .stream()
            .map(id -> new BuildRef(tenant, id))
            .toList();
    var wishes = new ArrayList<Wish>();
    for (int chat = 0; chat < CHATS; chat++) {
      wishes.add(make.aBuild().ofTenant(tenant).inChat(name(chat)).wish());
    }

    try (var threads = Executors.newFixedThreadPool(2)) {
      // Both wait at the chat in the middle: each then holds one half, if they go opposite ways.
      var both =
          transactions.executeWrite(
              transaction -> {
                ledger.refreshHead(transaction.getConnection(), number(tenant, CHATS / 2));
                var submitted = threads.submit(() -> admission.admit(wishes));
                var asked = threads.submit(() -> ledger.askAll(waiting, new CancelAsked("")));
                await().until(() -> queries.waitingForLocks() >= 2);
                return List.of(submitted, asked);
              });
      for (var answer : both) {
        assertThat((List<?>) answer.get(10, TimeUnit.SECONDS)).hasSize(CHATS);
      }
    }

    assertThat(queries.count("SELECT count(*) FROM build_ended WHERE tenant_id = ?", tenant))
        .isEqualTo(CHATS);
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

  private long number(String tenant, int chat) {
    return queries.count(
        "SELECT chat_no FROM chat WHERE tenant_id = ? AND chat_id = ?", tenant, name(chat));
  }
}
