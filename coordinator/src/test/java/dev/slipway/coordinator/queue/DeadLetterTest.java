package dev.slipway.coordinator.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.submit.Refused;
import dev.slipway.coordinator.submit.Repeats;
import dev.slipway.coordinator.submit.TestCalls;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.ChatQueue;
import dev.slipway.v1.DiscardDeadLetterRequest;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.GetChatQueueRequest;
import dev.slipway.v1.ListDeadLettersRequest;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.QueueServiceGrpc.QueueServiceBlockingStub;
import dev.slipway.v1.RequeueDeadLetterRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters that somebody looks after, and the chats that failed builds block. */
@CoordinatorTest
class DeadLetterTest {
  private final TestServer server;
  private final TestBuilds make;
  private final TestCalls calls;
  private final TestRows rows;
  private final TestQueries queries;
  private final Builds builds;
  private final Repeats repeats;
  private final Ledger ledger;
  private QueueServiceBlockingStub queue;
  private String tenant;

  DeadLetterTest(
      TestServer server,
      TestBuilds make,
      TestCalls calls,
      TestRows rows,
      TestQueries queries,
      Builds builds,
      Repeats repeats,
      Ledger ledger) {
    this.server = server;
    this.make = make;
    this.calls = calls;
    this.rows = rows;
    this.queries = queries;
    this.builds = builds;
    this.repeats = repeats;
    this.ledger = ledger;
  }

  @BeforeEach
  void aTenant() {
    queue = QueueServiceGrpc.newBlockingStub(server.channel());
    tenant = rows.tenant();
  }

  @Test
  void aRequeuedDeadLetterIsANewBuildAndNoDeadLetterAnyMore() {
    var letter = calls.lose(aBuild().inChat("c").queued());
    var other = calls.lose(aBuild().queued());
    var waiting = aBuild().inChat("c").queued();

    var made = requeue(letter);

    assertThat(made)
        .returns(letter.name(), Build::getRetryOf)
        .returns(Build.State.STATE_QUEUED, Build::getState)
        .returns(3L, Build::getChatSequence);
    assertThat(get(letter))
        .returns(Build.State.STATE_FAILED, Build::getState)
        .returns(false, Build::hasDeadLetterTime)
        .returns(made.getName(), Build::getRequeuedAs);
    assertThat(deadLetters()).containsExactly(other.name());
    assertThat(get(waiting).getState()).isEqualTo(Build.State.STATE_QUEUED);
  }

  @Test
  void aRepeatedRequeueAnswersWithTheSameBuild() {
    var letter = calls.lose(aBuild().queued());
    var made = requeue(letter);
    ledger.ask(BuildRef.ofRequest(made.getName()), new CancelAsked(""));

    assertThat(requeue(letter))
        .returns(made.getName(), Build::getName)
        .returns(Build.State.STATE_CANCELLED, Build::getState);
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void aRequeueThatWasCutOffIsFinishedByItsRepeat() {
    var letter = calls.lose(aBuild().queued());
    // What is committed when the coordinator dies before the mark is taken away.
    var made =
        repeats.repeat(builds.get(letter), "requeue/" + letter.id(), "requeue/" + letter.id());
    assertThat(deadLetters()).containsExactly(letter.name());

    assertThat(requeue(letter).getName()).isEqualTo(made.getName());

    assertThat(get(letter).getRequeuedAs()).isEqualTo(made.getName());
    assertThat(deadLetters()).isEmpty();
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void aDeadLetterThatBlocksItsChatIsRequeuedInItsPlace() {
    var letter = aBuild().inChat("c").queued();
    calls.block(tenant, "c");
    calls.lose(letter);
    var behind = aBuild().inChat("c").queued();
    assertThat(chat("c").getBlockedBy()).isEqualTo(letter.name());

    var made = requeue(letter);

    var chat = chat("c");
    assertThat(names(chat.getPendingList())).containsExactly(made.getName(), behind.name());
    assertThat(made.getChatSequence()).isOne();
    assertThat(chat.getBlockedBy()).isEmpty();
  }

  @Test
  void aDiscardedDeadLetterIsForgottenAndItsChatGoesOn() {
    var letter = aBuild().inChat("c").queued();
    calls.block(tenant, "c");
    calls.lose(letter);
    var behind = aBuild().inChat("c").queued();
    var elsewhere = calls.blocking(tenant, "d");

    var discarded = discard(letter);

    assertThat(discarded)
        .returns(false, Build::hasDeadLetterTime)
        .returns("", Build::getRequeuedAs)
        .returns(Build.State.STATE_FAILED, Build::getState);
    assertThat(deadLetters()).isEmpty();
    assertThat(chat("c").getBlockedBy()).isEmpty();
    assertThat(make.lease(behind)).as("it can start").isNotNull();
    assertThat(chat("d").getBlockedBy()).isEqualTo(elsewhere.name());
    assertThat(discard(letter)).as("a repeat does nothing").isEqualTo(discarded);
  }

  @Test
  void aFailedBuildThatBlocksItsChatCanBeDiscarded() {
    var failed = calls.blocking(tenant, "c");

    discard(failed);

    assertThat(chat("c").getBlockedBy()).isEmpty();
    assertThat(Refused.precondition(() -> discard(failed)))
        .isEqualTo("NO_DEAD_LETTER " + failed.name());
  }

  @Test
  void whatIsNoDeadLetterIsLeftAlone() {
    var discarded = calls.lose(aBuild().queued());
    discard(discarded);
    var requeued = calls.lose(aBuild().queued());
    requeue(requeued);

    for (var build :
        List.of(aBuild().queued(), aBuild().failed().build(), aBuild().running().build())) {
      assertThat(Refused.precondition(() -> requeue(build)))
          .isEqualTo("NO_DEAD_LETTER " + build.name());
      assertThat(Refused.precondition(() -> discard(build)))
          .isEqualTo("NO_DEAD_LETTER " + build.name());
    }
    assertThat(Refused.precondition(() -> requeue(discarded)))
        .isEqualTo("NO_DEAD_LETTER " + discarded.name());
    assertThat(Refused.precondition(() -> discard(requeued)))
        .isEqualTo("NO_DEAD_LETTER " + requeued.name());
  }

  @Test
  void aBuildOfAnotherTenantIsNotFound() {
    var letter = calls.lose(aBuild().queued());

    for (var ref :
        List.of(
            new BuildRef(rows.tenant(), letter.id()), new BuildRef(tenant, UUID.randomUUID()))) {
      assertThat(Refused.notFound(() -> requeue(ref))).isEqualTo(ref.name());
      assertThat(Refused.notFound(() -> discard(ref))).isEqualTo(ref.name());
    }
    var nameless = RequeueDeadLetterRequest.newBuilder().setName("b").build();
    assertThat(Refused.fields(() -> queue.requeueDeadLetter(nameless))).containsExactly("name");
    assertThat(deadLetters()).containsExactly(letter.name());
  }

  @Test
  void aChatShowsWhatWaitsRunsAndHasEnded() {
    var ended = List.of(ended(), ended(), ended());
    var running = aBuild().inChat("c").running().build();
    var waiting = List.of(queued(), queued(), queued());
    aBuild().inChat("d").queued();

    var chat = chat("c");
    var some =
        queue.getChatQueue(
            GetChatQueueRequest.newBuilder().setName(chatName("c")).setPageSize(2).build());

    assertThat(names(chat.getPendingList())).isEqualTo(waiting);
    assertThat(names(chat.getRunningList())).containsExactly(running.name());
    assertThat(names(chat.getRecentList())).isEqualTo(ended.reversed());
    assertThat(chat.getPendingTotal()).isEqualTo(3);
    assertThat(chat.getBlockedBy()).isEmpty();
    assertThat(chat.getRunning(0)).isEqualTo(get(running));
    assertThat(names(some.getPendingList())).isEqualTo(waiting.subList(0, 2));
    assertThat(names(some.getRecentList())).isEqualTo(ended.reversed().subList(0, 2));
    assertThat(some.getPendingTotal()).isEqualTo(3);
  }

  @Test
  void whatIsNoChatIsRefused() {
    for (var name : List.of("", "cluster", "tenants/" + tenant, "chats/c")) {
      assertThat(
              Refused.fields(
                  () -> queue.getChatQueue(GetChatQueueRequest.newBuilder().setName(name).build())))
          .containsExactly("name");
    }
    assertThat(Refused.notFound(() -> chat("c"))).isEqualTo(chatName("c"));
  }

  private TestBuilds.Draft aBuild() {
    return make.aBuild().ofTenant(tenant);
  }

  private String ended() {
    return aBuild().inChat("c").failed().build().name();
  }

  private String queued() {
    return aBuild().inChat("c").queued().name();
  }

  private Build requeue(BuildRef build) {
    return queue.requeueDeadLetter(
        RequeueDeadLetterRequest.newBuilder().setName(build.name()).build());
  }

  private Build discard(BuildRef build) {
    return queue.discardDeadLetter(
        DiscardDeadLetterRequest.newBuilder().setName(build.name()).build());
  }

  private List<String> deadLetters() {
    return names(
        queue
            .listDeadLetters(
                ListDeadLettersRequest.newBuilder().setParent("tenants/" + tenant).build())
            .getBuildsList());
  }

  private ChatQueue chat(String chat) {
    return queue.getChatQueue(GetChatQueueRequest.newBuilder().setName(chatName(chat)).build());
  }

  private String chatName(String chat) {
    return "tenants/" + tenant + "/chats/" + chat;
  }

  private static List<String> names(List<Build> list) {
    return list.stream().map(Build::getName).toList();
  }

  private Build get(BuildRef build) {
    return BuildServiceGrpc.newBlockingStub(server.channel())
        .getBuild(GetBuildRequest.newBuilder().setName(build.name()).build());
  }

  private long stored() {
    return queries.count("SELECT count(*) FROM build WHERE tenant_id = ?", tenant);
  }
}
