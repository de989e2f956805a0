package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import dev.slipway.v1.Blocker;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.Priority;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.SimulateQueueRequest;
import dev.slipway.v1.SimulateQueueResponse;
import dev.slipway.v1.SimulatedBuild;
import dev.slipway.v1.SimulatedQuota;
import dev.slipway.v1.SimulatedStart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Places, expected times, and answers to what would be if; none of them changes anything. */
@BehaviourTest
class WhatIfTest extends Behaviour {
  private String running;
  private String first;
  private String second;
  private String theirs;

  /** One build runs, where one may, and three wait: two of ours and one of theirs. */
  @BeforeEach
  void aFullCluster() {
    client.limit("cluster", quota -> quota.setRunning(1));
    running = client.submit(us, "garden");
    platform.runs();
    second = client.submit(us, "meadow");
    theirs = client.submit(them, "garden");
    first = client.submit(us, "orchard", build -> build.setPriority(Priority.PRIORITY_HIGH));
  }

  @Test
  void everyWaitingBuildKnowsItsPlaceAndWhoIsBeforeIt() {
    var last = client.get(theirs).getQueueStatus();

    assertThat(client.get(first).getQueueStatus().getPosition()).isEqualTo(1);
    assertThat(client.get(second).getQueueStatus().getPosition()).isEqualTo(2);
    assertThat(last.getPosition()).isEqualTo(3);
    assertThat(last.getPositionExact()).isTrue();
    assertThat(client.blockers(first)).containsExactly(Blocker.Kind.KIND_CLUSTER_CAPACITY);
    assertThat(client.blockers(theirs))
        .containsExactly(Blocker.Kind.KIND_CLUSTER_CAPACITY, Blocker.Kind.KIND_ORDER);
    assertThat(client.blocker(theirs, Blocker.Kind.KIND_ORDER).getHoldersList())
        .containsExactly(first, second);
    assertThat(client.explain(theirs).getBeforeList()).containsExactly(first, second);
    assertThat(Client.instant(last.getEtaStartP90()))
        .isAfterOrEqualTo(Client.instant(last.getEtaStartP50()));
    assertThat(Client.instant(last.getEtaEndP50())).isAfter(Client.instant(last.getEtaStartP50()));
    assertThat(last.getEtaBasis()).isNotEmpty();
  }

  @Test
  void theForetoldOrderIsTheOneInWhichTheyStart() {
    var foretold = simulate(SimulateQueueRequest.newBuilder());

    var started = new ArrayList<String>();
    for (var runs = running; started.size() < 3; runs = started.getLast()) {
      platform.succeeds(runs);
      started.addAll(platform.runs());
    }

    assertThat(started).isEqualTo(names(foretold)).containsExactly(first, second, theirs);
    assertThat(foretold.getStartsList())
        .extracting(SimulatedStart::getPosition)
        .containsExactly(1, 2, 3);
  }

  @Test
  void anotherLimitWouldStartThemEarlier() {
    var as = simulate(SimulateQueueRequest.newBuilder());

    var with =
        simulate(
            SimulateQueueRequest.newBuilder()
                .addQuotas(SimulatedQuota.newBuilder().setScope("cluster").setRunning(4)));

    assertThat(names(with)).containsExactlyInAnyOrder(first, second, theirs);
    assertThat(start(with, second)).isBefore(start(as, second));
    nothingChanged();
  }

  @Test
  void aPauseWouldTakeThemOutAndAResumeWouldBringThemBack() {
    var paused = simulate(SimulateQueueRequest.newBuilder().addPause(us));
    client.pause(us, pause -> pause.setReason("really"));

    var resumed = simulate(SimulateQueueRequest.newBuilder().addResume(us));

    assertThat(names(paused)).containsExactly(theirs);
    assertThat(paused.getOthers()).isEqualTo(2);
    assertThat(names(resumed)).contains(first, second, theirs);
    client.resume(us);
    nothingChanged();
  }

  @Test
  void addedBuildsWouldTakeTheirTurn() {
    var with =
        simulate(
            SimulateQueueRequest.newBuilder()
                .addBuilds(
                    SimulatedBuild.newBuilder()
                        .setParent(us)
                        .setPriority(Priority.PRIORITY_CRITICAL)
                        .setTemplate("custom")
                        .setCount(2)));

    assertThat(with.getStartsList().stream().filter(start -> start.getAdded() == 0)).hasSize(2);
    assertThat(names(with)).contains(first, second, theirs);
    assertThat(position(with, first)).as("behind both").isEqualTo(3);
    assertThat(position(with, theirs)).isEqualTo(5);
    nothingChanged();
  }

  @Test
  void oneTenantSeesItsOwnOnly() {
    var ours = simulate(SimulateQueueRequest.newBuilder().setParent(us));

    assertThat(names(ours)).containsExactly(first, second);
    assertThat(ours.getStartsList()).extracting(SimulatedStart::getPosition).containsExactly(1, 2);
  }

  @Test
  void aCheckTellsWhereABuildWouldStandAndStoresNothing() {
    var request =
        Client.request(us, "pond", build -> build.setPriority(Priority.PRIORITY_LOW))
            .setValidateOnly(true)
            .build();
    var checked =
        upToDate(
            () -> client.builds.createBuild(request),
            build -> build.getQueueStatus().getAsOfTime());

    assertThat(checked.getName()).isEmpty();
    assertThat(checked.getPriority()).isEqualTo(Priority.PRIORITY_LOW);
    assertThat(checked.getQueueStatus().getPosition()).isEqualTo(4);
    assertThat(checked.getQueueStatus().hasEtaStartP50()).isTrue();
    assertThat(client.stored(us)).isEqualTo(3);
    nothingChanged();
  }

  private void nothingChanged() {
    assertThat(List.of(first, second, theirs))
        .allSatisfy(build -> assertThat(client.state(build)).isEqualTo(State.STATE_QUEUED));
    assertThat(platform.starts()).isEmpty();
    assertThat(client.get(second)).returns(0, Build::getAttempt);
  }

  private SimulateQueueResponse simulate(SimulateQueueRequest.Builder request) {
    return upToDate(
        () -> client.queue.simulateQueue(request.build()), SimulateQueueResponse::getAsOfTime);
  }

  /** The first answer of a picture that is younger than the question. */
  private static <T> T upToDate(Callable<T> call, Function<T, Timestamp> asOf) {
    var asked = Instant.now();
    return await()
        .pollInterval(Duration.ofMillis(10))
        .until(call, answer -> Client.instant(asOf.apply(answer)).isAfter(asked));
  }

  private static List<String> names(SimulateQueueResponse answer) {
    return answer.getStartsList().stream()
        .map(SimulatedStart::getBuild)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static Instant start(SimulateQueueResponse answer, String build) {
    return Client.instant(of(answer, build).getEtaStartP50());
  }

  private static int position(SimulateQueueResponse answer, String build) {
    return of(answer, build).getPosition();
  }

  private static SimulatedStart of(SimulateQueueResponse answer, String build) {
    return answer.getStartsList().stream()
        .filter(start -> start.getBuild().equals(build))
        .findFirst()
        .orElseThrow();
  }
}
