package dev.slipway.coordinator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.admit.Admission;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.PriorityChanged;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dispatch looks at heads only, so a chat that waits without one waits for ever. */
@CoordinatorTest
class HeadsTest {
  private static final Failure FAILURE = Failure.of(Reason.STEP_FAILED, "it broke", "");

  private final Ledger ledger;
  private final Builds builds;
  private final Admission admission;
  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;
  private final TransactionOperations<Connection> transactions;
  private String tenant;

  HeadsTest(
      Ledger ledger,
      Builds builds,
      Admission admission,
      TestBuilds make,
      TestRows rows,
      TestQueries queries,
      TransactionOperations<Connection> transactions) {
    this.ledger = ledger;
    this.builds = builds;
    this.admission = admission;
    this.make = make;
    this.rows = rows;
    this.queries = queries;
    this.transactions = transactions;
  }

  @BeforeEach
  void aTenant() {
    tenant = rows.tenant();
  }

  /** What every path has to leave behind, whatever this test did. */
  @AfterEach
  void everyHeadIsWhatARefreshWouldMakeOfIt() {
    var before = heads();

    transactions.executeWrite(
        transaction -> {
          for (var chat :
              queries.all(Long.class, "SELECT chat_no FROM chat WHERE tenant_id = ?", tenant)) {
            ledger.refreshHead(transaction.getConnection(), chat);
          }
          return null;
        });

    assertThat(heads()).isEqualTo(before);
  }

  @Test
  void aSubmitToAnEmptyChatMakesItsHeadAndToABusyOneNone() {
    var first = aBuild().queued();
    assertThat(head()).isEqualTo(first);

    var second = aBuild().queued();
    assertThat(head()).isEqualTo(first);

    var held = make.lease(first);
    aBuild().queued();
    assertThat(heads()).isEmpty();

    ends(held);
    assertThat(head()).isEqualTo(second);
  }

  @Test
  void aCancelOfTheHeadMakesTheNextOneHeadAndACancelInTheMiddleChangesNothing() {
    var first = aBuild().queued();
    var second = aBuild().queued();
    var third = aBuild().queued();

    ledger.ask(second, new CancelAsked(""));
    assertThat(head()).isEqualTo(first);

    ledger.ask(first, new CancelAsked(""));
    assertThat(head()).isEqualTo(third);

    ledger.ask(third, new CancelAsked(""));
    assertThat(heads()).isEmpty();
  }

  @Test
  void aBuildWithoutAChatIsAHeadOfItsOwn() {
    var one = make.aBuild().ofTenant(tenant).queued();
    var other = make.aBuild().ofTenant(tenant).queued();

    assertThat(heads()).hasSize(2);
    ends(make.lease(one));
    assertThat(head()).isEqualTo(other);
  }

  @Test
  void theHeadInheritsTheBestKeyThatWaitsBehindIt() {
    aBuild().with(Priority.LOW).queued();
    aBuild().with(Priority.NORMAL).queued();
    var critical = aBuild().with(Priority.CRITICAL).queued();
    var high = aBuild().with(Priority.HIGH).queued();

    assertThat(headKey()).isEqualTo(key(critical));

    ledger.ask(critical, new CancelAsked(""));
    assertThat(headKey()).isEqualTo(key(high));
  }

  @Test
  void aKeyIsInheritedBySeveralHeadsInTurn() {
    var low = aBuild().with(Priority.LOW).queued();
    aBuild().queued();
    var critical = aBuild().with(Priority.CRITICAL).queued();

    ends(make.lease(low));

    assertThat(headKey()).isEqualTo(key(critical));
  }

  @Test
  void aNewPriorityGivesTheHeadAnotherKeyUpAndDown() {
    var first = aBuild().queued();
    var second = aBuild().queued();

    ask(second, Priority.NORMAL, Priority.CRITICAL);
    assertThat(headKey()).isEqualTo(key(second));

    ask(second, Priority.CRITICAL, Priority.LOW);
    assertThat(headKey()).isEqualTo(key(first));

    ask(first, Priority.NORMAL, Priority.LOW);
    assertThat(headKey()).isEqualTo(key(first));
  }

  @Test
  void whatBecameWorseThanTheOneBehindItTakesItsKey() {
    var first = aBuild().queued();
    var second = aBuild().queued();

    ask(first, Priority.NORMAL, Priority.LOW);

    assertThat(headKey()).isEqualTo(key(second));
    assertThat(head()).isEqualTo(first);
  }

  @Test
  void aRefreshRepairsAnything() {
    var first = aBuild().queued();
    aBuild().with(Priority.CRITICAL).queued();
    var right = heads();
    long chat = builds.get(first).chatNo();

    for (var damage :
        List.of(
            "DELETE FROM build_head WHERE chat_no = ?",
            "UPDATE build_head SET place = place + 256 WHERE chat_no = ?",
            "UPDATE build_head SET sort_key = 0 WHERE chat_no = ?",
            "UPDATE build_head SET ready = false WHERE chat_no = ?",
            "UPDATE build_head SET max_parallel = 7 WHERE chat_no = ?")) {
      rows.execute(damage, chat);
      transactions.executeWrite(
          transaction -> {
            ledger.refreshHead(transaction.getConnection(), chat);
            return null;
          });

      assertThat(heads()).as(damage).isEqualTo(right);
    }
  }

  @Test
  void ofAChatThatRunsThreeAtATimeThreeAreActiveInSlotsOfTheirOwn() {
    parallel(3);
    var waiting = List.of(queued(), queued(), queued(), queued());

    var first = make.lease(waiting.get(0));
    var second = make.lease(waiting.get(1));
    var third = make.lease(waiting.get(2));
    assertThat(heads()).isEmpty();
    assertThat(slots()).containsExactly(0, 1, 2);

    ends(second);
    assertThat(head()).isEqualTo(waiting.get(3));
    make.lease(waiting.get(3));
    assertThat(slots()).containsExactly(0, 1, 2);
    ends(first);
    ends(third);
  }

  @Test
  void aLostBuildOfAParallelChatIsHeadAgainBeforeLaterOnes() {
    parallel(2);
    var first = make.lease(queued());
    make.lease(queued());
    queued();

    ledger.record(first.build(), first.attemptUid(), new AttemptGone(FAILURE, true));

    assertThat(head()).isEqualTo(first.build());
    assertThat(ready()).as("it is held for its backoff").isFalse();
  }

  @Test
  void aChatThatMayRunFewerThanAreActiveStartsNoneUntilItFits() {
    queued();
    var first = make.lease(head());
    parallel(3);
    queued();
    var second = make.lease(head());
    queued();
    parallel(1);

    ends(first);
    assertThat(heads()).as("another one runs").isEmpty();

    ends(second);
    assertThat(heads()).hasSize(1);
  }

  @Test
  void theRetryInPlaceOfABlockingBuildGoesBeforeAllThatWaits() {
    queued();
    rows.execute("UPDATE chat SET on_failure = 'BLOCK' WHERE tenant_id = ?", tenant);
    var failed = make.lease(head());
    var behind = queued();
    ends(failed);
    assertThat(head()).isEqualTo(behind);
    assertThat(ready()).as("the chat is blocked").isFalse();

    var retry = admission.admitInPlace(aBuild().retrying(failed.build()).wish()).ref();

    assertThat(head()).isEqualTo(retry);
    assertThat(ready()).isTrue();
    assertThat(headKey()).as("inherited").isEqualTo(key(behind));
    assertThat(builds.get(retry).chatSeq()).isEqualTo(builds.get(failed.build()).chatSeq());
    ends(make.lease(retry));
    assertThat(ready()).as("blocked by the retry now").isFalse();
  }

  @Test
  void aBuildThatExpiresInTheQueueBlocksNothing() {
    queued();
    rows.execute("UPDATE chat SET on_failure = 'BLOCK' WHERE tenant_id = ?", tenant);
    var expiring = head();
    var next = queued();
    rows.execute("UPDATE build_waiting SET expire_time = now() WHERE build_id = ?", expiring.id());

    ledger.release(100);

    assertThat(builds.get(expiring).state()).isEqualTo(StateName.FAILED);
    assertThat(head()).isEqualTo(next);
    assertThat(ready()).isTrue();
  }

  @Test
  void aBuildThatIsCancelledWhileItRunsBlocksNothing() {
    queued();
    rows.execute("UPDATE chat SET on_failure = 'BLOCK' WHERE tenant_id = ?", tenant);
    var held = make.lease(head());
    var next = queued();

    ledger.ask(held.build(), new CancelAsked(""));
    ledger.record(held.build(), held.attemptUid(), new AttemptGone(FAILURE, true));

    assertThat(builds.get(held.build()).state()).isEqualTo(StateName.CANCELLED);
    assertThat(head()).isEqualTo(next);
    assertThat(ready()).isTrue();
  }

  /** Nothing of it ran, but it was tried: the platform's fault stops the chat as its own does. */
  @Test
  void aBuildThatCouldNeverBeStartedBlocksItsChat() {
    var build = queued();
    rows.execute("UPDATE chat SET on_failure = 'BLOCK' WHERE tenant_id = ?", tenant);
    var next = queued();

    for (int attempt = 1; attempt <= 3; attempt++) {
      var held = make.lease(build);
      ledger.record(held.build(), held.attemptUid(), new AttemptGone(FAILURE, true));
    }

    assertThat(builds.get(build).state()).isEqualTo(StateName.FAILED);
    assertThat(head()).isEqualTo(next);
    assertThat(ready()).isFalse();
  }

  /** The race that loses a chat's wake-up for ever when the chat is not locked in time. */
  @Test
  void aSubmitAndAnEndAtOnceNeverLeaveAChatThatWaitsWithoutAHead() throws Exception {
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 1000; i++) {
        var chat = "race-" + i % 50;
        var head = make.aBuild().ofTenant(tenant).inChat(chat).queued();
        var held = make.lease(head);
        ledger.record(held.build(), held.attemptUid(), new Claimed());
        var go = new CountDownLatch(1);

        Future<BuildRef> submitted =
            threads.submit(
                () -> {
                  go.await();
                  return make.aBuild().ofTenant(tenant).inChat(chat).queued();
                });
        Future<?> ended =
            threads.submit(
                () -> {
                  go.await();
                  return ledger.record(held.build(), held.attemptUid(), new StepsFailed(FAILURE));
                });
        go.countDown();
        ended.get();
        var next = submitted.get();

        assertThat(head(chat)).as("round " + i).isEqualTo(next);
        ledger.ask(next, new CancelAsked(""));
      }
    }
  }

  private TestBuilds.Draft aBuild() {
    return make.aBuild().ofTenant(tenant).inChat("c");
  }

  private BuildRef queued() {
    return aBuild().queued();
  }

  private void ends(Held held) {
    ledger.record(held.build(), held.attemptUid(), new Claimed());
    ledger.record(held.build(), held.attemptUid(), (BuildEvent) new StepsFailed(FAILURE));
  }

  private void ask(BuildRef build, Priority from, Priority to) {
    assertThat(ledger.ask(build, new PriorityChanged(from, to))).isTrue();
  }

  /** As an update of the chat does it. */
  private void parallel(int most) {
    if (queries.count("SELECT count(*) FROM chat WHERE tenant_id = ?", tenant) == 0) {
      rows.chat(tenant, "c");
    }
    long chat = queries.count("SELECT chat_no FROM chat WHERE tenant_id = ?", tenant);
    rows.execute("UPDATE chat SET max_parallel = ? WHERE chat_no = ?", most, chat);
    transactions.executeWrite(
        transaction -> {
          ledger.refreshHead(transaction.getConnection(), chat);
          return null;
        });
  }

  private BuildRef head() {
    return head("c");
  }

  private BuildRef head(String chat) {
    return new BuildRef(
        tenant,
        queries.one(
            UUID.class,
            """
            SELECT build_id
              FROM build_head
              JOIN build_request USING (chat_no, place)
             WHERE build_request.tenant_id = ?
               AND coalesce(build_request.chat_id, ?) = ?
            """,
            tenant,
            chat,
            chat));
  }

  private boolean ready() {
    return queries.one(Boolean.class, "SELECT ready FROM build_head WHERE tenant_id = ?", tenant);
  }

  private long headKey() {
    return queries.count("SELECT sort_key FROM build_head WHERE tenant_id = ?", tenant);
  }

  private long key(BuildRef build) {
    return builds.get(build).sortKey();
  }

  private List<Integer> slots() {
    return queries.all(
        Integer.class, "SELECT slot FROM build_active WHERE tenant_id = ? ORDER BY slot", tenant);
  }

  private List<String> heads() {
    return queries.all(
        String.class,
        """
        SELECT concat_ws(' ', chat_no, place, tenant_id, sort_key, max_parallel, ready)
          FROM build_head
         WHERE tenant_id = ?
         ORDER BY chat_no
        """,
        tenant);
  }
}
