package dev.slipway.coordinator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds end by what is true under the lock, not by what was seen before it. */
@CoordinatorTest
class ReleaseTest {
  private final Ledger ledger;
  private final Builds builds;
  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;
  private final TransactionOperations<Connection> transactions;

  ReleaseTest(
      Ledger ledger,
      Builds builds,
      TestBuilds make,
      TestRows rows,
      TestQueries queries,
      TransactionOperations<Connection> transactions) {
    this.ledger = ledger;
    this.builds = builds;
    this.make = make;
    this.rows = rows;
    this.queries = queries;
    this.transactions = transactions;
  }

  @BeforeEach
  void anEmptyQueue() {
    rows.clear();
  }

  @Test
  void aHoldThatIsMadeLongerWhileAReleaseWaitsForTheChatIsKept() throws Exception {
    var extended = heldUntilNow("extended");
    var bystander = heldUntilNow("bystander");
    long chat = builds.get(extended).chatNo();

    try (var threads = Executors.newSingleThreadExecutor()) {
      var released =
          transactions.executeWrite(
              transaction -> {
                ledger.refreshHead(transaction.getConnection(), chat);
                // It has seen both builds as due, and waits for the chat of one.
                var release = threads.submit(() -> ledger.release(100));
                await().until(() -> queries.waitingForLocks() >= 1);
                rows.execute(
                    """
                    UPDATE build_waiting
                       SET hold_until = now() + interval '1 hour'
                     WHERE build_id = ?
                    """,
                    extended.id());
                return release;
              });
      assertThat(released.get(10, TimeUnit.SECONDS)).isEqualTo(2);
    }

    assertThat(builds.get(extended).state()).isEqualTo(StateName.HELD);
    assertThat(builds.get(bystander).state()).isEqualTo(StateName.QUEUED);
    ledger.release(100);
    assertThat(builds.get(extended).state()).as("its time has not come").isEqualTo(StateName.HELD);
  }

  private BuildRef heldUntilNow(String chat) {
    var build = make.aBuild().inChat(chat).notBefore(Instant.now().plusSeconds(3_600)).queued();
    rows.execute("UPDATE build_waiting SET hold_until = now() WHERE build_id = ?", build.id());
    return build;
  }
}
