package dev.slipway.coordinator.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.Scope.OfTenant;
import dev.slipway.coordinator.dispatch.TestDispatch;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.launch.FakeLauncher;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.queue.pause.PauseMode;
import dev.slipway.coordinator.queue.pause.Pauses;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever was told that a limit or a pause is in force sees no lease after it that breaks it. */
@CoordinatorTest
class NarrowedLimitsTest {
  private final Quotas quotas;
  private final Pauses pauses;
  private final TestDispatch dispatch;
  private final FakeLauncher launcher;
  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;
  private final TransactionOperations<Connection> transactions;
  private OfTenant tenant;

  NarrowedLimitsTest(
      Quotas quotas,
      Pauses pauses,
      TestDispatch dispatch,
      FakeLauncher launcher,
      TestBuilds make,
      TestRows rows,
      TestQueries queries,
      TransactionOperations<Connection> transactions) {
    this.quotas = quotas;
    this.pauses = pauses;
    this.dispatch = dispatch;
    this.launcher = launcher;
    this.make = make;
    this.rows = rows;
    this.queries = queries;
    this.transactions = transactions;
  }

  @BeforeEach
  void aBuildThatWaits() {
    rows.clear();
    launcher.reset();
    tenant = new OfTenant(rows.tenant());
    make.aBuild().ofTenant(tenant.tenant()).inChat("first").queued();
  }

  @Test
  void noLeaseGoesOverALimitAfterItsAnswer() throws Exception {
    noLeaseComesAfter(() -> quotas.update(tenant, limits -> limits.with(Resource.RUNNING, 0L)));
  }

  @Test
  void noLeaseComesAfterTheAnswerToAPause() throws Exception {
    noLeaseComesAfter(() -> pauses.pause(tenant, PauseMode.HOLD, "ada", "a test", null));
  }

  /** A decision that has read the limits waits at the head that it leases; then they change. */
  private void noLeaseComesAfter(Runnable narrowing) throws Exception {
    try (var threads = Executors.newFixedThreadPool(2)) {
      var both =
          transactions.executeWrite(
              _ -> {
                queries.all(
                    Long.class,
                    "SELECT chat_no FROM build_head WHERE tenant_id = ? FOR UPDATE",
                    tenant.tenant());
                Future<Long> decision =
                    threads.submit(
                        () -> {
                          dispatch.once();
                          return active();
                        });
                await().until(() -> queries.waitingForLocks() >= 1);
                Future<Long> answer =
                    threads.submit(
                        () -> {
                          narrowing.run();
                          return active();
                        });
                await().until(() -> answer.isDone() || queries.waitingForLocks() >= 2);
                return List.of(decision, answer);
              });
      var activeAtTheAnswer = both.getLast().get(10, TimeUnit.SECONDS);
      both.getFirst().get(10, TimeUnit.SECONDS);
      make.aBuild().ofTenant(tenant.tenant()).inChat("second").queued();
      dispatch.once();

      assertThat(active()).isEqualTo(activeAtTheAnswer);
    }
  }

  private long active() {
    return queries.count("SELECT count(*) FROM build_active WHERE tenant_id = ?", tenant.tenant());
  }
}
