package dev.slipway.coordinator.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.embedded.Answer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.v1.Chat;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a change of a chat's policies does to its head. */
@CoordinatorTest
class ChatHeadsTest {
  private final TenantEndpoint endpoint;
  private final Ledger ledger;
  private final TransactionOperations<Connection> transactions;
  private final TestPhases phases;
  private final TestRows rows;
  private final TestQueries queries;
  private TestChat chat;
  private TestChat other;

  ChatHeadsTest(
      TenantEndpoint endpoint,
      Ledger ledger,
      TransactionOperations<Connection> transactions,
      TestPhases phases,
      TestRows rows,
      TestQueries queries) {
    this.endpoint = endpoint;
    this.ledger = ledger;
    this.transactions = transactions;
    this.phases = phases;
    this.rows = rows;
    this.queries = queries;
  }

  @BeforeEach
  void twoChatsWithOneRunningAndTwoWaiting() {
    var tenant = phases.tenant();
    chat = phases.chat(tenant, "shop", "ours");
    other = phases.chat(tenant, "shop", "theirs");
    for (var one : List.of(chat, other)) {
      phases.active(one, 1, 0);
      phases.waiting(one, 2);
      phases.waiting(one, 3);
    }
  }

  @Test
  void aSlotThatBecomesFreeHasAHeadAtOnce() {
    setMaxParallel(2);

    assertThat(head(chat)).isEqualTo("512 key 2 of 2, ready");
    assertThat(count(other)).isZero();
  }

  @Test
  void anotherPolicyMakesNoHead() {
    Answer.of(
        endpoint::updateChat,
        ChatsTest.update(chat.name(), Chat.newBuilder().setDisplayName("x"), "display_name"));

    assertThat(count(chat)).isZero();
  }

  @Test
  void aHeadKnowsTheNewLimit() {
    setMaxParallel(2);
    setMaxParallel(5);

    assertThat(head(chat)).isEqualTo("512 key 2 of 5, ready");
  }

  @Test
  void aSlotThatIsTakenAwayTakesItsHeadAndStopsNothing() {
    setMaxParallel(2);

    setMaxParallel(1);

    assertThat(count(chat)).isZero();
    assertThat(queries.count("SELECT count(*) FROM build_active WHERE chat_no = ?", chat.chatNo()))
        .isOne();
    assertThat(queries.count("SELECT count(*) FROM build_waiting WHERE chat_no = ?", chat.chatNo()))
        .isEqualTo(2);
  }

  @Test
  void aHeadInheritsTheBestKeyThatMayBeLent() {
    rows.execute(
        "UPDATE build_waiting SET sort_key = -7, boost = true WHERE chat_no = ? AND place = 768",
        chat.chatNo());

    setMaxParallel(2);

    assertThat(head(chat)).isEqualTo("512 key -7 of 2, ready");
  }

  @Test
  void aHeldBuildIsAHeadThatIsNotReady() {
    rows.execute(
        "UPDATE build_waiting SET hold = 'SCHEDULE', hold_until = now() WHERE chat_no = ? AND place"
            + " = 512",
        chat.chatNo());

    setMaxParallel(2);

    assertThat(head(chat)).isEqualTo("512 key 2 of 2, not ready");
  }

  @Test
  void aBlockedChatGoesOnWhenItIsToldTo() {
    rows.execute("DELETE FROM build_active WHERE chat_no = ?", chat.chatNo());
    var failed = phases.failed(chat, 9);
    rows.execute(
        "UPDATE chat SET on_failure = 'BLOCK', blocked_by = ? WHERE chat_no = ?",
        failed,
        chat.chatNo());
    transactions.executeWrite(
        status -> {
          ledger.refreshHead(status.getConnection(), chat.chatNo());
          return null;
        });
    assertThat(head(chat)).isEqualTo("512 key 2 of 1, not ready");

    var after =
        Answer.of(
            endpoint::updateChat,
            ChatsTest.update(
                chat.name(),
                Chat.newBuilder().setOnFailure(Chat.OnFailure.ON_FAILURE_CONTINUE),
                "on_failure"));

    assertThat(after.getBlockedBy()).isEmpty();
    assertThat(head(chat)).isEqualTo("512 key 2 of 1, ready");
    assertThat(count(other)).isZero();
  }

  @Test
  void aBlockedChatStaysBlockedByAnyOtherChange() {
    rows.execute("DELETE FROM build_active WHERE chat_no = ?", chat.chatNo());
    var failed = phases.failed(chat, 9);
    rows.execute(
        "UPDATE chat SET on_failure = 'BLOCK', blocked_by = ? WHERE chat_no = ?",
        failed,
        chat.chatNo());

    var after =
        Answer.of(
            endpoint::updateChat,
            ChatsTest.update(chat.name(), Chat.newBuilder().setMaxParallel(4), "max_parallel"));

    assertThat(after.getBlockedBy()).isEqualTo("tenants/" + chat.tenant() + "/builds/" + failed);
    assertThat(head(chat)).isEqualTo("512 key 2 of 4, not ready");
  }

  @Test
  void aChatWithNothingWaitingHasNoHead() {
    rows.execute("DELETE FROM build_waiting WHERE chat_no = ?", chat.chatNo());

    setMaxParallel(2);

    assertThat(count(chat)).isZero();
  }

  private void setMaxParallel(int value) {
    Answer.of(
        endpoint::updateChat,
        ChatsTest.update(chat.name(), Chat.newBuilder().setMaxParallel(value), "max_parallel"));
  }

  private long count(TestChat of) {
    return queries.count("SELECT count(*) FROM build_head WHERE chat_no = ?", of.chatNo());
  }

  private String head(TestChat of) {
    return queries.one(
        String.class,
        """
        SELECT place || ' key ' || sort_key || ' of ' || max_parallel || CASE WHEN ready THEN ', ready' ELSE ', not ready' END
          FROM build_head
         WHERE chat_no = ?
        """,
        of.chatNo());
  }
}
