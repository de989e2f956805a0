package dev.slipway.coordinator.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.ErrorInfo;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.Warned;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.edge.TestStream;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.StepSampled;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.EventKind;
import dev.slipway.v1.WatchBuildRequest;
import io.grpc.Status;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.event.ApplicationEventPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a watcher can choose, and what it is sent beside events. */
@CoordinatorTest
@Property(name = "slipway.fanout.heartbeat", value = "40ms")
class WatchOptionsTest {
  private final TestServer server;
  private final PerformedBuild perform;
  private final TestBuilds make;
  private final Ledger ledger;
  private final TestRows rows;
  private final ApplicationEventPublisher<StepSampled> samples;

  WatchOptionsTest(
      TestServer server,
      PerformedBuild perform,
      TestBuilds make,
      Ledger ledger,
      TestRows rows,
      ApplicationEventPublisher<StepSampled> samples) {
    this.server = server;
    this.perform = perform;
    this.make = make;
    this.ledger = ledger;
    this.rows = rows;
    this.samples = samples;
  }

  @Test
  void onlyTheKindsThatWereAskedForComeAndAlwaysTheEnd() {
    var actor = warned();

    assertThat(sequences(request(actor).addKinds(EventKind.EVENT_KIND_STEP)))
        .containsExactly(4L, 6L, 7L);
    assertThat(sequences(request(actor).addKinds(EventKind.EVENT_KIND_WARNING)))
        .containsExactly(5L, 7L);
    assertThat(
            sequences(
                request(actor)
                    .addKinds(EventKind.EVENT_KIND_STATE)
                    .addKinds(EventKind.EVENT_KIND_WARNING)))
        .containsExactly(1L, 2L, 3L, 5L, 7L);
    assertThat(sequences(request(actor).addKinds(EventKind.EVENT_KIND_OUTPUT))).containsExactly(7L);
  }

  @Test
  void kindsLeaveTheLogAsItIs() {
    var actor = perform.begin();
    actor.starts("say");
    actor.prints("hello".getBytes(UTF_8));
    actor.ends("say");
    actor.succeeds();

    var events =
        watch(request(actor).addKinds(EventKind.EVENT_KIND_STATE).setIncludeLogs(true).build());

    assertThat(events.stream().filter(BuildEvent::hasLog))
        .singleElement()
        .satisfies(event -> assertThat(event.getLog().getData().toStringUtf8()).isEqualTo("hello"));
    assertThat(events.getLast().getState()).isEqualTo(State.STATE_SUCCEEDED);
  }

  @Test
  void anUnknownKindIsRefused() {
    var actor = warned();

    assertThatThrownBy(
            () -> watch(request(actor).addKinds(EventKind.EVENT_KIND_UNSPECIFIED).build()))
        .hasMessageContaining("INVALID_ARGUMENT: kinds");
    assertThatThrownBy(() -> watch(request(actor).addKindsValue(77).build()))
        .hasMessageContaining("INVALID_ARGUMENT: kinds");
  }

  @Test
  void aHeartbeatTellsHowFarTheStreamIsThoughNothingOfItWasWanted() throws Exception {
    var actor = perform.begin();
    var stream = open(request(actor).addKinds(EventKind.EVENT_KIND_OUTPUT));
    assertThat(stream.next().getHeartbeat().getLastSequence()).isEqualTo(3);

    actor.says(new Warned("", "W", "odd"));

    assertThat(stream.until(event -> event.getHeartbeat().getLastSequence() == 4))
        .allMatch(BuildEvent::hasHeartbeat)
        .allMatch(event -> event.getSequence() == 0)
        .allMatch(event -> event.getState() == State.STATE_RUNNING);
    actor.succeeds();
    assertThat(stream.until(event -> !event.hasHeartbeat()).getLast().getState())
        .isEqualTo(State.STATE_SUCCEEDED);
    assertThat(stream.closed()).isEqualTo(Status.OK);
  }

  @Test
  void aSnapshotComesFirstAndThenOnlyWhatIsNew() throws Exception {
    var actor = perform.begin();
    actor.starts("say");
    actor.prints("hello".getBytes(UTF_8));
    var stream = open(request(actor).setSnapshotFirst(true).setIncludeLogs(true));

    var first = stream.next();
    assertThat(first.getSequence()).isEqualTo(4);
    assertThat(first.getState()).isEqualTo(State.STATE_RUNNING);
    assertThat(first.getSnapshot().getName()).isEqualTo(actor.build().name());
    assertThat(first.getSnapshot().getCurrentStep()).isEqualTo("say");
    assertThat(first.getSnapshot().getLogSize()).isEqualTo(5);
    actor.ends("say");
    actor.succeeds();

    var rest = stream.until(event -> event.getState() == State.STATE_SUCCEEDED);
    assertThat(rest.stream().filter(event -> !event.hasHeartbeat()))
        .extracting(BuildEvent::getSequence)
        .containsExactly(0L, 5L, 6L);
    assertThat(stream.closed()).isEqualTo(Status.OK);
  }

  @Test
  void aSnapshotOfABuildThatHasEndedIsAllThereIs() {
    var actor = warned();

    assertThat(watch(request(actor).setSnapshotFirst(true).build()))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getSnapshot().getState()).isEqualTo(State.STATE_SUCCEEDED);
              assertThat(event.getSequence()).isEqualTo(7);
            });
  }

  @Test
  void aCursorBeforeWhatIsKeptIsToldTheOldestThatIs() throws Exception {
    var actor = perform.begin();
    for (int i = 0; i < 5; i++) {
      actor.says(new Warned("", "W", "" + i));
    }
    rows.execute("DELETE FROM event_other WHERE build_id = ? AND sequence < 7", actor.build().id());

    var answer = open(request(actor).setAfterSequence(4)).answer();

    assertThat(Status.fromCodeValue(answer.getCode()).getCode())
        .isEqualTo(Status.Code.OUT_OF_RANGE);
    assertThat(answer.getDetails(0).unpack(ErrorInfo.class).getMetadataMap())
        .containsEntry("oldest_sequence", "7");
    assertThat(answer.getMessage()).contains("after_sequence 6", "snapshot_first");
    actor.succeeds();
    assertThat(sequences(request(actor).setAfterSequence(6))).containsExactly(7L, 8L, 9L);
    assertThat(sequences(request(actor).setAfterSequence(1).setSnapshotFirst(true)))
        .containsExactly(9L);
  }

  @Test
  void aSampleComesToWhoeverWatchesNowAndIsNotStored() throws Exception {
    var actor = perform.begin();
    actor.starts("say");
    var stream = open(request(actor).setAfterSequence(4));
    var without = open(request(actor).setAfterSequence(4).addKinds(EventKind.EVENT_KIND_STEP));
    stream.next();
    without.next();

    samples.publishEvent(
        new StepSampled(
            actor.build(),
            1,
            StateName.RUNNING,
            10,
            "say",
            Duration.ofMillis(1_500),
            Duration.ofMillis(900),
            1 << 20,
            2 << 20));

    var sample = stream.until(BuildEvent::hasResourceSample).getLast();
    assertThat(sample.getSequence()).isZero();
    assertThat(sample.getProgress()).isEqualTo(10);
    assertThat(sample.getResourceSample().getStep()).isEqualTo("say");
    assertThat(sample.getResourceSample().getElapsed().getNanos()).isEqualTo(500_000_000);
    assertThat(sample.getResourceSample().getCpuTime().getNanos()).isEqualTo(900_000_000);
    assertThat(sample.getResourceSample().getMemoryBytes()).isEqualTo(1 << 20);
    assertThat(sample.getResourceSample().getMemoryPeakBytes()).isEqualTo(2 << 20);
    actor.ends("say");
    actor.succeeds();
    assertThat(without.until(event -> event.getState() == State.STATE_SUCCEEDED))
        .noneMatch(BuildEvent::hasResourceSample);
    assertThat(sequences(request(actor).setAfterSequence(4))).containsExactly(5L, 6L);
  }

  @Test
  void aWatchThatIsOpenedAtTheInstantOfTheEndSeesIt() throws Exception {
    for (int round = 0; round < 30; round++) {
      var build = make.aBuild().queued();
      var cancel = Thread.ofVirtual().start(() -> ledger.ask(build, new CancelAsked("enough")));
      var events = watch(WatchBuildRequest.newBuilder().setName(build.name()).build());
      cancel.join();

      assertThat(events.stream().filter(event -> !event.hasHeartbeat()))
          .extracting(BuildEvent::getSequence)
          .containsExactly(1L, 2L);
    }
  }

  @Test
  void aBuildWhoseTenantGoesIsToldToBeGone() throws Exception {
    var build = make.aBuild().queued();
    var stream = open(WatchBuildRequest.newBuilder().setName(build.name()));
    stream.next();

    rows.execute("DELETE FROM build_head WHERE tenant_id = ?", build.tenant());
    rows.execute("DELETE FROM build_waiting WHERE tenant_id = ?", build.tenant());
    rows.execute("DELETE FROM build_request WHERE tenant_id = ?", build.tenant());

    assertThat(stream.closed().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  /** 4 and 6 are a step, 5 a warning, 7 the end. */
  private PerformedBuild.Actor warned() {
    var actor = perform.begin();
    actor.starts("say");
    actor.says(new Warned("say", "W", "odd"));
    actor.ends("say");
    actor.succeeds();
    return actor;
  }

  private static WatchBuildRequest.Builder request(PerformedBuild.Actor actor) {
    return request(actor.build());
  }

  private static WatchBuildRequest.Builder request(BuildRef build) {
    return WatchBuildRequest.newBuilder().setName(build.name());
  }

  private TestStream<WatchBuildRequest, BuildEvent> open(WatchBuildRequest.Builder request) {
    return TestStream.<WatchBuildRequest, BuildEvent>open(
            BuildServiceGrpc.newStub(server.channel())::watchBuild, request.build())
        .wants(1_000);
  }

  private List<Long> sequences(WatchBuildRequest.Builder request) {
    return watch(request.build()).stream()
        .filter(event -> !event.hasHeartbeat())
        .map(BuildEvent::getSequence)
        .toList();
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
