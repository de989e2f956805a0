package dev.slipway.coordinator.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.Warned;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.edge.TestStream;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.fanout.PerformedBuild.Actor;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildEvent.EventCase;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.WatchBuildRequest;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    var slow = open(request(build).build()).wants(100);
    assertThat(slow.next().getSequence()).isOne();

    ledger.ask(build, new CancelAsked("enough"));

    assertThat(slow.next().getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(slow.closed()).isEqualTo(Status.OK);
  }

  @Test
  void aWatcherThatDoesNotReadHoldsNobodyUpAndGetsAllOfItLater() throws Exception {
    var actor = perform.begin();
    var request = request(actor.build()).setIncludeLogs(true).build();
    var slow = open(request).wants(1);
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
    assertThat(slow.rest()).isEmpty();

    slow.wants(1_000);
    assertThat(slow.closed()).isEqualTo(Status.OK);
    assertThat(log(slow.rest())).isEqualTo(actor.printed());
  }

  @Test
  void aWatcherThatLeavesIsForgotten() {
    await().until(() -> wakeups.count() == 0);
    var build = make.aBuild().queued();
    var watchers = new ArrayList<TestStream<WatchBuildRequest, BuildEvent>>();
    for (int i = 0; i < 5; i++) {
      watchers.add(open(request(build).build()));
    }
    await().until(() -> wakeups.count() == 5);

    watchers.forEach(TestStream::leaves);

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

  private static WatchBuildRequest.Builder request(BuildRef build) {
    return WatchBuildRequest.newBuilder().setName(build.name());
  }

  private TestStream<WatchBuildRequest, BuildEvent> open(WatchBuildRequest request) {
    return TestStream.open(BuildServiceGrpc.newStub(server.channel())::watchBuild, request);
  }

  private List<BuildEvent> watch(WatchBuildRequest request) {
    var events = new ArrayList<BuildEvent>();
    BuildServiceGrpc.newBlockingStub(server.channel())
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .watchBuild(request)
        .forEachRemaining(events::add);
    return events;
  }
}
