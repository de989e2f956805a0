package dev.slipway.coordinator.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildEvent.EventCase;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.WatchBuildRequest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The log in a watch: where it stands between the events, from which byte on, in which pieces. */
@CoordinatorTest
class WatchLogTest {
  private final TestServer server;
  private final PerformedBuild perform;

  WatchLogTest(TestServer server, PerformedBuild perform) {
    this.server = server;
    this.perform = perform;
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
        .extracting(WatchLogTest::inShort)
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
        .extracting(WatchLogTest::inShort)
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

    assertThat(resumed).extracting(WatchLogTest::inShort).containsExactly("hello", "5", "6");
    assertThat(resumed)
        .extracting(BuildEvent::getState)
        .containsExactly(State.STATE_RUNNING, State.STATE_RUNNING, State.STATE_SUCCEEDED);
  }

  @Test
  void aLongLogComesInPieces() {
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
    assertThat(events).allMatch(event -> event.getLog().getData().size() <= 16_384);
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

  private static String inShort(BuildEvent event) {
    return event.hasLog() ? event.getLog().getData().toStringUtf8() : "" + event.getSequence();
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

  private List<BuildEvent> watch(WatchBuildRequest request) {
    var events = new ArrayList<BuildEvent>();
    BuildServiceGrpc.newBlockingStub(server.channel())
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .watchBuild(request)
        .forEachRemaining(events::add);
    return events;
  }
}
