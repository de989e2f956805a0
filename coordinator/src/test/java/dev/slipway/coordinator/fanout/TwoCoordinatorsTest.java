package dev.slipway.coordinator.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.slipway.coordinator.build.BuildEvent.Warned;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.edge.TestStream;
import dev.slipway.coordinator.embedded.TestDatabase;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.WatchBuildRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is recorded by one coordinator is seen by those who watch at another. */
class TwoCoordinatorsTest {
  private final List<ApplicationContext> contexts = new ArrayList<>();

  @AfterEach
  void stop() {
    contexts.forEach(ApplicationContext::close);
  }

  @Test
  void aHintWakesTheOtherLongBeforeItWouldLook() throws Exception {
    var here = coordinator(Map.of("slipway.fanout.poll", "1h"));
    var there = coordinator(Map.of("slipway.fanout.poll", "1h"));
    var actor = here.getBean(PerformedBuild.class).begin();
    var stream = watch(there, actor, 0, false);
    stream.until(event -> event.getSequence() == 3);
    await().until(() -> there.getBean(Ears.class).listening());

    // Whether somebody listens is looked up once a second, so the first one may say nothing yet.
    await()
        .until(
            () -> {
              actor.says(new Warned("", "W", ""));
              return !stream.rest().isEmpty();
            });

    assertThat(stream.next().getSequence()).isEqualTo(4);
    assertThat(sent(here)).isPositive();
  }

  @Test
  void withoutHintsALookFindsIt() throws Exception {
    var settings =
        Map.<String, Object>of("slipway.fanout.poll", "50ms", "slipway.fanout.hints", "false");
    var here = coordinator(settings);
    var there = coordinator(settings);
    var actor = here.getBean(PerformedBuild.class).begin();
    var stream = watch(there, actor, 0, true);
    stream.until(event -> event.getSequence() == 3);

    actor.starts("say");
    actor.prints(new byte[10]);

    assertThat(stream.next().getSequence()).isEqualTo(4);
    assertThat(stream.next().getLog().getData().size()).isEqualTo(10);
    assertThat(sent(here)).isZero();
  }

  @Test
  void aConnectionForHintsThatBreaksIsOpenedAgain() throws Exception {
    var here = coordinator(Map.of("slipway.fanout.poll", "1h"));
    var there = coordinator(Map.of("slipway.fanout.poll", "1h"));
    var actor = here.getBean(PerformedBuild.class).begin();
    var stream = watch(there, actor, 0, false);
    stream.until(event -> event.getSequence() == 3);
    await().until(() -> there.getBean(Ears.class).listening());

    here.getBean(TestRows.class)
        .number(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name"
                + " LIKE 'slipway-watch-%'");
    actor.starts("say");

    // Said when nobody listened: whoever listens again looks.
    assertThat(stream.next().getSequence()).isEqualTo(4);
    actor.succeeds();
    assertThat(stream.closed()).isEqualTo(Status.OK);
  }

  @Test
  void nothingIsSaidWhileNobodyListens() {
    var here = coordinator(Map.of());
    var actor = here.getBean(PerformedBuild.class).begin();

    for (int i = 0; i < 20; i++) {
      actor.says(new Warned("", "W", "" + i));
    }
    here.getBean(Hints.class).once();

    assertThat(sent(here)).isZero();
  }

  @Test
  void whoMovesFromOneToTheOtherSeesAllOfItOnce() throws Exception {
    var one = coordinator(Map.of("slipway.fanout.poll", "50ms"));
    var other = coordinator(Map.of("slipway.fanout.poll", "50ms"));
    var actor = one.getBean(PerformedBuild.class).begin();
    var performance = Thread.ofVirtual().start(() -> actor.performs(new Random(4), 20));

    var seen = new ArrayList<BuildEvent>();
    long offset = 0;
    for (int turn = 0; seen.isEmpty() || !isEnd(seen.getLast()); turn++) {
      var stream =
          TestStream.<WatchBuildRequest, BuildEvent>open(
                  BuildServiceGrpc.newStub(server(turn % 2 == 0 ? one : other))::watchBuild,
                  WatchBuildRequest.newBuilder()
                      .setName(actor.build().name())
                      .setAfterSequence(
                          seen.stream().mapToLong(BuildEvent::getSequence).max().orElse(0))
                      .setIncludeLogs(true)
                      .setLogOffset(offset)
                      .build())
              .wants(7);
      for (int i = 0; i < 7 && (seen.isEmpty() || !isEnd(seen.getLast())); i++) {
        var event = stream.next();
        if (event.hasLog()) {
          assertThat(event.getLog().getOffset()).isEqualTo(offset);
          offset += event.getLog().getData().size();
        }
        seen.add(event);
      }
      stream.leaves();
    }

    performance.join();
    assertThat(offset).isEqualTo(actor.printed().length);
    assertThat(seen.stream().mapToLong(BuildEvent::getSequence).filter(s -> s > 0).boxed())
        .isEqualTo(LongStream.rangeClosed(1, 44).boxed().toList());
  }

  @Test
  void aCoordinatorThatDrainsSendsItsWatchersAwayWithACursor() throws Exception {
    var here = coordinator(Map.of());
    var actor = here.getBean(PerformedBuild.class).begin();
    var streams = new ArrayList<TestStream<WatchBuildRequest, BuildEvent>>();
    for (int i = 0; i < 20; i++) {
      streams.add(watch(here, actor, 0, false));
    }
    for (var stream : streams) {
      stream.until(event -> event.getSequence() == 3);
    }

    here.getBean(Pulse.class).drain(Duration.ofMillis(300));

    for (var stream : streams) {
      var answer = stream.answer();
      assertThat(Status.fromCodeValue(answer.getCode()).getCode())
          .isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(answer.getDetails(0).unpack(ErrorInfo.class).getMetadataMap())
          .containsEntry("after_sequence", "3");
      assertThat(answer.getDetails(1).is(RetryInfo.class)).isTrue();
    }
    var late = watch(here, actor, 2, false).answer();
    assertThat(late.getDetails(0).unpack(ErrorInfo.class).getMetadataMap())
        .containsEntry("after_sequence", "2");
    assertThat(here.getBean(Pulse.class).open()).isZero();
  }

  private static boolean isEnd(BuildEvent event) {
    return event.getSequence() > 0 && event.getState() == State.STATE_SUCCEEDED;
  }

  private static double sent(ApplicationContext coordinator) {
    return coordinator.getBean(MeterRegistry.class).counter("slipway.fanout.hints").count();
  }

  private static Channel server(ApplicationContext coordinator) {
    return coordinator.getBean(TestServer.class).channel();
  }

  private static TestStream<WatchBuildRequest, BuildEvent> watch(
      ApplicationContext coordinator,
      PerformedBuild.Actor actor,
      long afterSequence,
      boolean withLogs) {
    return TestStream.<WatchBuildRequest, BuildEvent>open(
            BuildServiceGrpc.newStub(server(coordinator))::watchBuild,
            WatchBuildRequest.newBuilder()
                .setName(actor.build().name())
                .setAfterSequence(afterSequence)
                .setIncludeLogs(withLogs)
                .build())
        .wants(1_000);
  }

  private ApplicationContext coordinator(Map<String, Object> settings) {
    var context =
        ApplicationContext.builder()
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(settings)
            .build()
            .start();
    contexts.add(context);
    return context;
  }
}
