package dev.slipway.coordinator.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.PageToken;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.launch.FakeLauncher;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceBlockingStub;
import dev.slipway.v1.CancelBuildRequest;
import dev.slipway.v1.Failure;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.ListBuildEventsRequest;
import dev.slipway.v1.ListBuildsRequest;
import dev.slipway.v1.WaitBuildRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients ask of builds that are there. */
@CoordinatorTest
class BuildCallsTest {
  private final TestServer server;
  private final TestBuilds make;
  private final TestRows rows;
  private final FakeLauncher launcher;
  private BuildServiceBlockingStub builds;
  private String tenant;

  BuildCallsTest(TestServer server, TestBuilds make, TestRows rows, FakeLauncher launcher) {
    this.server = server;
    this.make = make;
    this.rows = rows;
    this.launcher = launcher;
  }

  @BeforeEach
  void aTenant() {
    builds = BuildServiceGrpc.newBlockingStub(server.channel());
    tenant = rows.tenant();
  }

  @Test
  void aBuildIsToldAsItIs() {
    var failed = get(aBuild().inChat("c").failed().build());
    var succeeded = get(aBuild().succeeded().build());
    var cancelled = get(aBuild().cancelled());

    assertThat(failed.getState()).isEqualTo(Build.State.STATE_FAILED);
    assertThat(failed.getFailure())
        .returns(Failure.Reason.REASON_STEP_FAILED, Failure::getReason)
        .returns(Failure.Fault.FAULT_USER, Failure::getFault)
        .returns("it broke", Failure::getMessage)
        .returns("mend it", Failure::getHint);
    assertThat(failed.hasEndTime() && failed.hasStartTime()).isTrue();
    assertThat(failed.getAttempt()).isOne();
    assertThat(succeeded.getResults().getOutput()).isEqualTo("hello");
    assertThat(succeeded.getProgress()).isEqualTo(100);
    assertThat(succeeded.getPreviewUri()).as("it has no site").isEmpty();
    assertThat(cancelled.getCancelReason()).isEqualTo("enough");
    assertThat(cancelled.hasStartTime()).isFalse();
  }

  @Test
  void aBuildThatIsNotThereIsNotFound() {
    var build = aBuild().queued();
    var stranger = new BuildRef(rows.tenant(), build.id());

    for (var nobody : List.of(stranger, new BuildRef(tenant, UUID.randomUUID()))) {
      assertThatThrownBy(() -> get(nobody)).hasMessageContaining("NOT_FOUND: " + nobody.name());
      assertThatThrownBy(() -> cancel(nobody, "")).hasMessageContaining("NOT_FOUND");
      assertThatThrownBy(() -> waitFor(nobody, 0)).hasMessageContaining("NOT_FOUND");
      assertThatThrownBy(() -> builds.listBuildEvents(events(nobody, 0, "").build()))
          .hasMessageContaining("NOT_FOUND");
    }
    assertThatThrownBy(() -> builds.getBuild(GetBuildRequest.newBuilder().setName("b").build()))
        .hasMessageContaining("INVALID_ARGUMENT: name: \"b\" is not of the form");
    assertThat(get(build).getState()).isEqualTo(Build.State.STATE_QUEUED);
  }

  @Test
  void aListIsNewestFirstAndLosesAndRepeatsNothingWhileBuildsAreAdded() {
    var there = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      there.addFirst(aBuild().queued().name());
    }
    make.aBuild().queued(); // another tenant's

    var listed = new ArrayList<String>();
    var token = "";
    do {
      var page =
          builds.listBuilds(
              ListBuildsRequest.newBuilder()
                  .setParent("tenants/" + tenant)
                  .setPageSize(3)
                  .setPageToken(token)
                  .build());
      page.getBuildsList().forEach(build -> listed.add(build.getName()));
      token = page.getNextPageToken();
      aBuild().queued();
    } while (!token.isEmpty());

    assertThat(listed).isEqualTo(there);
  }

  @Test
  void aPageThatIsExactlyFullIsTheLast() {
    aBuild().queued();
    aBuild().queued();

    var page =
        builds.listBuilds(
            ListBuildsRequest.newBuilder().setParent("tenants/" + tenant).setPageSize(2).build());

    assertThat(page.getBuildsCount()).isEqualTo(2);
    assertThat(page.getNextPageToken()).isEmpty();
  }

  @Test
  void aFilterNarrowsAList() {
    var one = aBuild().inChat("c").ofProject("p").failed().build().name();
    var two = aBuild().inChat("c").withMessageId("m 1").queued().name();
    var three = aBuild().ofTemplate("website", java.util.Map.of()).queued().name();

    assertThat(list("chat = c")).containsExactly(two, one);
    assertThat(list("chat = c AND state = QUEUED")).containsExactly(two);
    assertThat(list("project = p")).containsExactly(two, one);
    assertThat(list("message_id = \"m 1\"")).containsExactly(two);
    assertThat(list("template = website")).containsExactly(three);
    assertThat(list("state = FAILED")).containsExactly(one);
    assertThat(list("chat = \"' OR 1=1 --\"")).isEmpty();
    assertThat(list("")).containsExactly(three, two, one);
  }

  @Test
  void aBadListIsRefused() {
    var request = ListBuildsRequest.newBuilder().setParent("tenants/" + tenant);

    assertThatThrownBy(() -> builds.listBuilds(request.clone().setPageSize(-1).build()))
        .hasMessageContaining("INVALID_ARGUMENT: page_size: -1");
    for (var token : List.of("x", "????", PageToken.encode("x"), PageToken.encode("a", "b"))) {
      assertThatThrownBy(() -> builds.listBuilds(request.clone().setPageToken(token).build()))
          .hasMessageContaining("INVALID_ARGUMENT: page_token");
    }
    assertThatThrownBy(() -> builds.listBuilds(request.clone().setFilter("x").build()))
        .hasMessageContaining("INVALID_ARGUMENT: filter");
    assertThatThrownBy(() -> builds.listBuilds(request.clone().setParent("t").build()))
        .hasMessageContaining("INVALID_ARGUMENT: parent");
    assertThat(builds.listBuilds(request.clone().setPageSize(Integer.MAX_VALUE).build()))
        .isNotNull();
  }

  @Test
  void eventsAreListedOldestFirstByPages() {
    var build = aBuild().succeeded().build();

    var first = builds.listBuildEvents(events(build, 3, "").build());
    var second = builds.listBuildEvents(events(build, 3, first.getNextPageToken()).build());

    assertThat(first.getEventsList())
        .extracting(BuildEvent::getSequence)
        .containsExactly(1L, 2L, 3L);
    assertThat(second.getEventsList()).extracting(BuildEvent::getSequence).containsExactly(4L);
    assertThat(second.getNextPageToken()).isEmpty();
    for (var token : List.of("x", PageToken.encode("x"))) {
      assertThatThrownBy(() -> builds.listBuildEvents(events(build, 3, token).build()))
          .hasMessageContaining("INVALID_ARGUMENT: page_token");
    }
  }

  @Test
  void aWaitingBuildIsCancelledAtOnce() {
    var build = aBuild().inChat("c").queued();
    var next = aBuild().inChat("c").queued();

    var cancelled = cancel(build, "no longer\0wanted");

    assertThat(cancelled.getState()).isEqualTo(Build.State.STATE_CANCELLED);
    assertThat(cancelled.getCancelReason()).isEqualTo("no longer\uFFFDwanted");
    assertThat(get(next).getState()).isEqualTo(Build.State.STATE_QUEUED);
  }

  @Test
  void anActiveBuildIsStoppedFirst() {
    var held = aBuild().running();
    launcher.runs(held.attemptUid());

    assertThat(cancel(held.build(), "first").getState()).isEqualTo(Build.State.STATE_STOPPING);
    assertThat(cancel(held.build(), "second"))
        .returns(Build.State.STATE_STOPPING, Build::getState)
        .returns("first", Build::getCancelReason);

    launcher.exits(held.build(), held.attemptUid(), 0, "");
    assertThat(cancel(held.build(), "third"))
        .returns(Build.State.STATE_CANCELLED, Build::getState)
        .returns("first", Build::getCancelReason);
  }

  @Test
  void anEndedBuildIsReturnedAsItIs() {
    var build = aBuild().succeeded().build();
    var before = get(build);

    assertThat(cancel(build, "too late")).isEqualTo(before);
  }

  @Test
  void aReasonHasAnEnd() {
    var build = aBuild().queued();

    assertThatThrownBy(() -> cancel(build, "x".repeat(513)))
        .hasMessageContaining("INVALID_ARGUMENT: reason");
    assertThat(get(build).getState()).isEqualTo(Build.State.STATE_QUEUED);
  }

  @Test
  void whoWaitsIsAnsweredWhenTheBuildEnds() throws Exception {
    var build = aBuild().queued();
    var waiting =
        CompletableFuture.supplyAsync(
            () -> waitFor(build, 60), Executors.newVirtualThreadPerTaskExecutor());
    await().during(java.time.Duration.ofMillis(100)).until(() -> !waiting.isDone());

    cancel(build, "");

    assertThat(waiting.get(5, TimeUnit.SECONDS).getState()).isEqualTo(Build.State.STATE_CANCELLED);
  }

  @Test
  void whoWaitsLongEnoughIsAnsweredAnyway() {
    var build = aBuild().queued();
    var ended = aBuild().cancelled();

    assertThat(waitFor(build, 0).getState()).isEqualTo(Build.State.STATE_QUEUED);
    assertThat(waitFor(ended, 3_600).getState()).isEqualTo(Build.State.STATE_CANCELLED);
    for (long seconds : new long[] {-1, 3_601, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> waitFor(build, seconds))
          .hasMessageContaining("INVALID_ARGUMENT: timeout");
    }
  }

  private TestBuilds.Draft aBuild() {
    return make.aBuild().ofTenant(tenant);
  }

  private Build get(BuildRef build) {
    return builds.getBuild(GetBuildRequest.newBuilder().setName(build.name()).build());
  }

  private Build cancel(BuildRef build, String reason) {
    return builds.cancelBuild(
        CancelBuildRequest.newBuilder().setName(build.name()).setReason(reason).build());
  }

  private Build waitFor(BuildRef build, long seconds) {
    return builds.waitBuild(
        WaitBuildRequest.newBuilder()
            .setName(build.name())
            .setTimeout(Duration.newBuilder().setSeconds(seconds))
            .build());
  }

  private List<String> list(String filter) {
    return builds
        .listBuilds(
            ListBuildsRequest.newBuilder().setParent("tenants/" + tenant).setFilter(filter).build())
        .getBuildsList()
        .stream()
        .map(Build::getName)
        .toList();
  }

  private static ListBuildEventsRequest.Builder events(BuildRef build, int size, String token) {
    return ListBuildEventsRequest.newBuilder()
        .setName(build.name())
        .setPageSize(size)
        .setPageToken(token);
  }
}
