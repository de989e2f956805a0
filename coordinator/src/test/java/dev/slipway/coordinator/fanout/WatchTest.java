package dev.slipway.coordinator.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.Warned;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.fanout.PerformedBuild.Actor;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildEvent.EventCase;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.WatchBuildRequest;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class WatchTest {
  private final TestServer server;
  private final PerformedBuild perform;
  private final TestBuilds make;
  private final Ledger ledger;
  private final Wakeups wakeups;

  WatchTest(
      TestServer server, PerformedBuild perform, TestBuilds make, Ledger ledger, Wakeups wakeups) {
    this.server = server;
    this.perform = perform;
    this.make = make;
    this.ledger = ledger;
    this.wakeups = wakeups;
  }

  @Test
  void fromEveryCursorExactlyTheRestFollows() {
    var actor = perform.begin();
    actor.performs(new Random(1), 3);

    for (long after = 0; after <= 10; after++) {
      assertThat(watch(request(actor.build()).setAfterSequence(after).build()))
          .extracting(BuildEvent::getSequence)
          .isEqualTo(LongStream.rangeClosed(after + 1, 10).boxed().toList());
    }
  }

  @Test
  void moreEventsThanOneReadHoldsAreAllSent() {
    var actor = perform.begin();
    for (int i = 0; i < 250; i++) {
      actor.says(new Warned("", "W", "" + i));
    }
    actor.succeeds();

    assertThat(watch(request(actor.build()).build()))
        .extracting(BuildEvent::getSequence)
        .isEqualTo(LongStream.rangeClosed(1, 254).boxed().toList());
  }

  @Test
  void watchersThatComeAtAnyMomentSeeAllOfIt() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 4; round++) {
        var random = new Random(round);
        var actor = perform.begin();
        var watchers = new ArrayList<Future<List<BuildEvent>>>();
        var request = request(actor.build()).setIncludeLogs(true).build();
        var performance = threads.submit(() -> actor.performs(random, 12));
        while (!performance.isDone() && watchers.size() < 25) {
          watchers.add(threads.submit(() -> watch(request)));
          TimeUnit.MICROSECONDS.sleep(500 + new Random().nextInt(3_000));
        }
        performance.get();

        for (var watcher : watchers) {
          isWhole(watcher.get(20, TimeUnit.SECONDS), actor);
        }
      }
    }
  }

  @Test
  void theLogStandsWhereItWasPrinted() {
    var actor = perform.begin();
    actor.starts("one");
    actor.prints("first\n".getBytes(UTF_8));
    actor.ends("one");
    actor.starts("two");
    actor.prints("second\n".getBytes(UTF_8));
    actor.prints("third\n".getBytes(UTF_8));
    actor.ends("two");
    actor.succeeds();

    assertThat(watch(request(actor.build()).setIncludeLogs(true).build()))
        .extracting(WatchTest::inShort)
        .containsExactly("1", "2", "3", "4", "first\n", "5", "6", "second\nthird\n", "7", "8");
  }

  @Test
  void aWatcherGoesOnAtItsLogOffset() {
    var actor = perform.begin();
    actor.performs(new Random(3), 4);
    var whole = actor.printed();

    for (int offset : new int[] {0, 1, whole.length / 2, whole.length - 1, whole.length}) {
      var events = watch(request(actor.build()).setIncludeLogs(true).setLogOffset(offset).build());

      assertThat(log(events)).isEqualTo(Arrays.copyOfRange(whole, offset, whole.length));
      assertThat(events.getLast().getSequence()).isEqualTo(12);
    }
  }

  @Test
  void whoHasSeenTheEndIsSentTheRestOfTheLogOnly() {
    var actor = perform.begin();
    actor.starts("say");
    actor.prints("hello".getBytes(UTF_8));
    actor.ends("say");
    actor.succeeds();

    assertThat(watch(request(actor.build()).setAfterSequence(6).build())).isEmpty();
    assertThat(
            watch(
                request(actor.build())
                    .setAfterSequence(6)
                    .setIncludeLogs(true)
                    .setLogOffset(2)
                    .build()))
        .extracting(WatchTest::inShort)
        .containsExactly("llo");
  }

  @Test
  void aPieceOfLogHasTheStateOfItsMoment() {
    var actor = perform.begin();
    actor.starts("say");
    actor.prints("hello".getBytes(UTF_8));
    actor.ends("say");
    actor.succeeds();

    var resumed = watch(request(actor.build()).setAfterSequence(4).setIncludeLogs(true).build());

    assertThat(resumed).extracting(WatchTest::inShort).containsExactly("hello", "5", "6");
    assertThat(resumed)
        .extracting(BuildEvent::getState)
        .containsExactly(State.STATE_RUNNING, State.STATE_RUNNING, State.STATE_SUCCEEDED);
  }

  @Test
  void aLongLogComesInPiecesOf64KiB() {
    var actor = perform.begin();
    var random = new Random(5);
    actor.starts("say");
    for (int i = 0; i < 40; i++) {
      var bytes = new byte[65_536];
      random.nextBytes(bytes);
      actor.prints(bytes);
    }
    actor.ends("say");
    actor.succeeds();

    var events = watch(request(actor.build()).setIncludeLogs(true).build());

    assertThat(log(events)).isEqualTo(actor.printed());
    assertThat(events).allMatch(event -> event.getLog().getData().size() <= 65_536);
  }

  @Test
  void aLostAttemptIsToldAndTheLogGoesOnInTheNext() {
    var first = perform.begin();
    first.starts("say");
    first.prints("first ".getBytes(UTF_8));
    first.says(
        new AttemptGone(
            dev.slipway.coordinator.build.Failure.of(Reason.RUNNER_LOST, "gone", ""), true));
    var second = perform.again(first.build(), 2, 6);
    second.starts("say");
    second.prints("second".getBytes(UTF_8));
    second.ends("say");
    second.succeeds();

    var events = watch(request(first.build()).setIncludeLogs(true).build());

    assertThat(new String(log(events), UTF_8)).isEqualTo("first second");
    assertThat(events.stream().filter(BuildEvent::hasAttemptLost))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getState()).isEqualTo(State.STATE_HELD);
              assertThat(event.getAttemptLost().getCounted()).isTrue();
            });
    assertThat(events.getLast().getAttempt()).isEqualTo(2);
  }

  @Test
  void aCursorBeyondTheLastEventIsRefused() {
    var build = make.aBuild().queued();

    assertThatThrownBy(() -> watch(request(build).setAfterSequence(2).build()))
        .hasMessageContaining("OUT_OF_RANGE")
        .hasMessageContaining("the last event")
        .hasMessageContaining("is 1");
    assertThatThrownBy(() -> watch(request(build).setAfterSequence(-1).build()))
        .hasMessageContaining("INVALID_ARGUMENT: after_sequence");
    assertThatThrownBy(() -> watch(request(build).setLogOffset(-1).build()))
        .hasMessageContaining("INVALID_ARGUMENT: log_offset");
  }

  @Test
  void anotherTenantsBuildIsNotFound() {
    var stranger = new BuildRef(make.aBuild().queued().tenant(), make.aBuild().queued().id());

    assertThatThrownBy(() -> watch(request(stranger).build())).hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> watch(WatchBuildRequest.newBuilder().setName("x").build()))
        .hasMessageContaining("INVALID_ARGUMENT: name");
  }

  @Test
  void aWatcherOfAWaitingBuildIsToldAtOnce() throws Exception {
    var build = make.aBuild().queued();
    var slow = new Watcher(request(build).build());
    slow.wants(100);
    assertThat(slow.next().getSequence()).isOne();

    ledger.ask(build, new CancelAsked("enough"));

    assertThat(slow.next().getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(slow.closed()).isEqualTo(Status.OK);
  }

  @Test
  void aWatcherThatDoesNotReadHoldsNobodyUpAndGetsAllOfItLater() throws Exception {
    var actor = perform.begin();
    var request = request(actor.build()).setIncludeLogs(true).build();
    var slow = new Watcher(request);
    slow.wants(1);
    slow.next();

    actor.starts("say");
    var random = new Random(9);
    for (int i = 0; i < 64; i++) {
      var bytes = new byte[65_536];
      random.nextBytes(bytes);
      actor.prints(bytes);
    }
    actor.ends("say");
    actor.succeeds();
    isWhole(watch(request), actor);
    assertThat(slow.received()).isZero();

    slow.wants(1_000);
    assertThat(slow.closed()).isEqualTo(Status.OK);
    assertThat(log(slow.rest())).isEqualTo(actor.printed());
  }

  @Test
  void aWatcherThatLeavesIsForgotten() {
    await().until(() -> wakeups.count() == 0);
    var build = make.aBuild().queued();
    var watchers = new ArrayList<Watcher>();
    for (int i = 0; i < 5; i++) {
      watchers.add(new Watcher(request(build).build()));
    }
    await().until(() -> wakeups.count() == 5);

    watchers.forEach(Watcher::leaves);

    await().until(() -> wakeups.count() == 0);
  }

  /**
   * Every sequence once and in order, every byte once, each step's bytes between its two events.
   */
  private static void isWhole(List<BuildEvent> events, Actor actor) {
    var stored = events.stream().filter(event -> event.getSequence() > 0).toList();
    assertThat(stored)
        .extracting(BuildEvent::getSequence)
        .isEqualTo(LongStream.rangeClosed(1, stored.size()).boxed().toList());
    assertThat(stored.getLast().getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(events.getLast()).isEqualTo(stored.getLast());
    assertThat(stored.subList(0, stored.size() - 1))
        .noneMatch(event -> event.getState() == State.STATE_SUCCEEDED);
    assertThat(log(events)).isEqualTo(actor.printed());

    boolean inStep = false;
    for (var event : events) {
      switch (event.getEventCase()) {
        case STEP_STARTED -> inStep = true;
        case STEP_FINISHED -> inStep = false;
        case LOG -> assertThat(inStep).as("bytes at %s", event.getLog().getOffset()).isTrue();
        default -> {}
      }
    }
  }

  private static byte[] log(List<BuildEvent> events) {
    var bytes = new ByteArrayOutputStream();
    long at = -1;
    for (var event : events) {
      if (event.getEventCase() == EventCase.LOG) {
        if (at >= 0) {
          assertThat(event.getLog().getOffset()).isEqualTo(at);
        }
        at = event.getLog().getOffset() + event.getLog().getData().size();
        bytes.writeBytes(event.getLog().getData().toByteArray());
      }
    }
    return bytes.toByteArray();
  }

  private static String inShort(BuildEvent event) {
    return event.hasLog() ? event.getLog().getData().toStringUtf8() : "" + event.getSequence();
  }

  private static WatchBuildRequest.Builder request(BuildRef build) {
    return WatchBuildRequest.newBuilder().setName(build.name());
  }

  private List<BuildEvent> watch(WatchBuildRequest request) {
    var events = new ArrayList<BuildEvent>();
    BuildServiceGrpc.newBlockingStub(server.channel())
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .watchBuild(request)
        .forEachRemaining(events::add);
    return events;
  }

  /** A client that reads only when it is told to. */
  private final class Watcher implements ClientResponseObserver<WatchBuildRequest, BuildEvent> {
    private final BlockingQueue<BuildEvent> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> closed = new CompletableFuture<>();
    private final Context.CancellableContext context = Context.current().withCancellation();
    private ClientCallStreamObserver<WatchBuildRequest> call;

    Watcher(WatchBuildRequest request) {
      context.run(() -> BuildServiceGrpc.newStub(server.channel()).watchBuild(request, this));
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchBuildRequest> call) {
      this.call = call;
      call.disableAutoRequestWithInitial(0);
    }

    void wants(int messages) {
      call.request(messages);
    }

    void leaves() {
      context.cancel(null);
    }

    BuildEvent next() throws InterruptedException {
      var event = events.poll(10, TimeUnit.SECONDS);
      assertThat(event).isNotNull();
      return event;
    }

    int received() {
      return events.size();
    }

    List<BuildEvent> rest() {
      return List.copyOf(events);
    }

    Status closed() throws Exception {
      return closed.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void onNext(BuildEvent event) {
      events.add(event);
    }

    @Override
    public void onError(Throwable failure) {
      closed.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      closed.complete(Status.OK);
    }
  }
}
