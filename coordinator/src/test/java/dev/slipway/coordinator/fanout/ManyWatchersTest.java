package dev.slipway.coordinator.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.slipway.coordinator.build.BuildEvent.Warned;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.edge.TestStream;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.fanout.PerformedBuild.Actor;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.WatchBuildRequest;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What many watchers cost, and slow ones. */
@CoordinatorTest
@Property(name = "slipway.edge.calls-per-connection", value = "3000")
@Property(name = "slipway.edge.streams-per-connection", value = "2000")
@Property(name = "slipway.fanout.ring-bytes", value = "131072")
@Property(name = "slipway.fanout.slow", value = "1500ms")
class ManyWatchersTest {
  private static final int MANY = 1_000;

  private final TestServer server;
  private final PerformedBuild perform;
  private final MeterRegistry metrics;
  private final Feeds feeds;
  private final Pulse pulse;
  private final ManagedChannel narrow;
  private final List<TestStream<WatchBuildRequest, BuildEvent>> streams = new ArrayList<>();

  ManyWatchersTest(
      TestServer server, PerformedBuild perform, MeterRegistry metrics, Feeds feeds, Pulse pulse) {
    this.server = server;
    this.narrow = server.narrow();
    this.perform = perform;
    this.metrics = metrics;
    this.feeds = feeds;
    this.pulse = pulse;
  }

  @AfterEach
  void nobodyIsLeft() {
    streams.forEach(TestStream::leaves);
    await().until(() -> pulse.open() == 0 && feeds.bytes() == 0);
    narrow.shutdownNow();
  }

  @Test
  void aThousandWatchersOfOneBuildCostOneReadForEachChange() throws Exception {
    var actor = perform.begin();
    for (int i = 0; i < MANY; i++) {
      open(actor, false).wants(100);
    }
    for (var stream : streams) {
      assertThat(stream.until(event -> event.getSequence() == 3)).hasSize(3);
    }
    double before = reads();

    for (int change = 1; change <= 5; change++) {
      actor.says(new Warned("", "W", "" + change));
      for (var stream : streams) {
        assertThat(stream.next().getSequence()).isEqualTo(3 + change);
      }
    }

    // One after each commit, and one more where the look that stands behind hints came between.
    assertThat(reads() - before).isBetween(5.0, 15.0);
  }

  @Test
  void watchersThatDoNotReadHoldNobodyUpAndCostNoBytes() throws Exception {
    var actor = perform.begin();
    for (int i = 0; i < 100; i++) {
      open(narrow, actor, true);
    }
    var prompt = open(actor, true).wants(Integer.MAX_VALUE);
    prompt.until(event -> event.getSequence() == 3);

    actor.starts("say");
    var random = new Random(1);
    for (int i = 0; i < 64; i++) {
      var bytes = new byte[65_536];
      random.nextBytes(bytes);
      actor.prints(bytes);
      assertThat(feeds.bytes()).isLessThanOrEqualTo(131_072 + 65_536);
    }
    actor.ends("say");
    actor.succeeds();

    long received =
        prompt.until(event -> event.getSequence() == 6).stream()
            .filter(BuildEvent::hasLog)
            .mapToLong(event -> event.getLog().getData().size())
            .sum();
    assertThat(received).isEqualTo(64L * 65_536);
    assertThat(feeds.bytes()).isLessThanOrEqualTo(131_072 + 65_536);
    assertThat(prompt.closed()).isEqualTo(Status.OK);
  }

  @Test
  void whoReadsNothingForTooLongIsSentAwayWithACursor() throws Exception {
    var actor = perform.begin();
    var slow = open(narrow, actor, true);
    actor.starts("say");
    for (int i = 0; i < 40; i++) {
      actor.prints(new byte[65_536]);
    }
    await().until(() -> pulse.open() == 0);
    slow.wants(1_000);

    var answer = slow.answer();

    assertThat(Status.fromCodeValue(answer.getCode()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(answer.getMessage()).contains("has read nothing");
    var cursor = answer.getDetails(0).unpack(ErrorInfo.class).getMetadataMap();
    assertThat(answer.getDetails(1).is(RetryInfo.class)).isTrue();
    var seen = slow.rest();
    long sequence = seen.stream().mapToLong(BuildEvent::getSequence).max().orElse(0);
    assertThat(cursor).containsEntry("after_sequence", Long.toString(sequence));
    actor.ends("say");
    actor.succeeds();
    var again =
        TestStream.<WatchBuildRequest, BuildEvent>open(
                BuildServiceGrpc.newStub(server.channel())::watchBuild,
                WatchBuildRequest.newBuilder()
                    .setName(actor.build().name())
                    .setAfterSequence(sequence)
                    .setIncludeLogs(true)
                    .setLogOffset(Long.parseLong(cursor.get("log_offset")))
                    .build())
            .wants(1_000);
    assertThat(again.closed()).isEqualTo(Status.OK);
    long logged =
        Stream.concat(seen.stream(), again.rest().stream())
            .mapToLong(event -> event.getLog().getData().size())
            .sum();
    assertThat(logged).isEqualTo(40L * 65_536);
    assertThat(again.rest().stream().mapToLong(BuildEvent::getSequence).filter(s -> s > 0))
        .containsExactlyElementsOf(LongStream.rangeClosed(sequence + 1, 6).boxed().toList());
  }

  private TestStream<WatchBuildRequest, BuildEvent> open(Actor actor, boolean withLogs) {
    return open(server.channel(), actor, withLogs);
  }

  private TestStream<WatchBuildRequest, BuildEvent> open(
      Channel channel, Actor actor, boolean withLogs) {
    var stream =
        TestStream.<WatchBuildRequest, BuildEvent>open(
            BuildServiceGrpc.newStub(channel)::watchBuild,
            WatchBuildRequest.newBuilder()
                .setName(actor.build().name())
                .setIncludeLogs(withLogs)
                .build());
    streams.add(stream);
    return stream;
  }

  private double reads() {
    return metrics.counter("slipway.fanout.reads").count();
  }
}
