package dev.slipway.coordinator.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.Priority;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceBlockingStub;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.ListBuildEventsRequest;
import dev.slipway.v1.UpdateBuildRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class UpdateBuildTest {
  private final TestServer server;
  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;
  private BuildServiceBlockingStub builds;
  private String tenant;

  UpdateBuildTest(TestServer server, TestBuilds make, TestRows rows, TestQueries queries) {
    this.server = server;
    this.make = make;
    this.rows = rows;
    this.queries = queries;
  }

  @BeforeEach
  void aTenant() {
    builds = BuildServiceGrpc.newBlockingStub(server.channel());
    tenant = rows.tenant();
  }

  @Test
  void aWaitingBuildGoesEarlierWithAHigherPriority() {
    var other = aBuild().queued();
    var build = aBuild().queued();
    long before = headKey(build);
    long othersKey = headKey(other);

    var updated = update(named(build).setPriority(Priority.PRIORITY_HIGH), "priority");

    assertThat(updated.getPriority()).isEqualTo(Priority.PRIORITY_HIGH);
    assertThat(headKey(build)).as("counted from its own submit").isEqualTo(before - 300_000);
    assertThat(events(build).getLast().getPriorityChanged())
        .returns(Priority.PRIORITY_NORMAL, dev.slipway.v1.PriorityChanged::getFrom)
        .returns(Priority.PRIORITY_HIGH, dev.slipway.v1.PriorityChanged::getTo);
    assertThat(get(build).toBuilder().clearQueueStatus().build()).isEqualTo(updated);
    assertThat(headKey(other)).isEqualTo(othersKey);
    assertThat(get(other).getPriority()).isEqualTo(Priority.PRIORITY_NORMAL);
  }

  @Test
  void theSamePriorityAgainIsNoEvent() {
    var build = aBuild().queued();

    update(named(build).setPriority(Priority.PRIORITY_NORMAL), "priority");

    assertThat(events(build)).hasSize(1);
  }

  @Test
  void onlyWhatTheMaskNamesChanges() {
    var build = aBuild().queued();
    update(
        named(build).setDisplayName("one").putLabels("team", "red").putLabels("k", "v"),
        "display_name",
        "labels");

    var updated =
        update(
            named(build).setDisplayName("two").setPriority(Priority.PRIORITY_LOW).clearLabels(),
            "display_name");

    assertThat(updated)
        .returns("two", Build::getDisplayName)
        .returns(Map.of("team", "red", "k", "v"), Build::getLabelsMap)
        .returns(Priority.PRIORITY_NORMAL, Build::getPriority);
    assertThat(update(named(build), "labels").getLabelsMap()).isEmpty();
  }

  @Test
  void labelsAndNameOfAnEndedBuildMayChangeAndItsPriorityNot() {
    var build = aBuild().succeeded().build();
    var active = aBuild().running().build();

    for (var one : List.of(build, active)) {
      for (var priority : List.of(Priority.PRIORITY_NORMAL, Priority.PRIORITY_HIGH)) {
        assertThat(
                Refused.precondition(
                    () ->
                        update(
                            named(one).setPriority(priority).setDisplayName("x"),
                            "display_name",
                            "priority")))
            .isEqualTo("BUILD_NOT_WAITING " + one.name());
      }
    }
    assertThat(get(build).getDisplayName()).as("all or nothing").isEmpty();
    assertThat(update(named(build).setDisplayName("x"), "display_name").getDisplayName())
        .isEqualTo("x");
  }

  @Test
  void everyWrongFieldIsNamed() {
    var build = aBuild().queued();

    assertThat(
            Refused.fields(
                () ->
                    update(
                        named(build)
                            .setPriorityValue(9)
                            .putLabels("NO", "x")
                            .setDisplayName("x".repeat(201)),
                        "priority",
                        "labels",
                        "display_name")))
        .containsExactly("build.priority", "build.labels[\"NO\"]", "build.display_name");
    assertThat(Refused.fields(() -> update(Build.newBuilder().setName("b"))))
        .containsExactly("build.name", "update_mask");
    assertThat(Refused.fields(() -> update(named(build), "state"))).containsExactly("update_mask");
    assertThat(get(build).getLabelsMap()).isEmpty();
  }

  @Test
  void aBuildOfAnotherTenantIsNotFound() {
    var build = aBuild().queued();
    var stranger = new BuildRef(rows.tenant(), build.id());
    var nobody = new BuildRef(tenant, UUID.randomUUID());

    for (var ref : List.of(stranger, nobody)) {
      for (var field : List.of("priority", "display_name")) {
        assertThat(
                Refused.notFound(
                    () -> update(named(ref).setPriority(Priority.PRIORITY_HIGH), field)))
            .isEqualTo(ref.name());
      }
    }
    assertThat(get(build).getPriority()).isEqualTo(Priority.PRIORITY_NORMAL);
  }

  private TestBuilds.Draft aBuild() {
    return make.aBuild().ofTenant(tenant);
  }

  private long headKey(BuildRef build) {
    return queries.count(
        """
        SELECT head.sort_key
          FROM build_head head
          JOIN build_request USING (chat_no, place)
         WHERE build_id = ?
        """,
        build.id());
  }

  private static Build.Builder named(BuildRef build) {
    return Build.newBuilder().setName(build.name());
  }

  private Build update(Build.Builder build, String... paths) {
    return builds.updateBuild(
        UpdateBuildRequest.newBuilder()
            .setBuild(build)
            .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
            .build());
  }

  private Build get(BuildRef build) {
    return builds.getBuild(GetBuildRequest.newBuilder().setName(build.name()).build());
  }

  private List<BuildEvent> events(BuildRef build) {
    return builds
        .listBuildEvents(ListBuildEventsRequest.newBuilder().setName(build.name()).build())
        .getEventsList();
  }
}
