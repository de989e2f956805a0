package dev.slipway.coordinator.submit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.v1.BatchCreateBuildsRequest;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceBlockingStub;
import dev.slipway.v1.BulkCancelBuildsRequest;
import dev.slipway.v1.BulkCancelBuildsResponse;
import dev.slipway.v1.GetBuildRequest;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class BulkCancelTest {
  private final TestServer server;
  private final TestBuilds make;
  private final TestRows rows;
  private BuildServiceBlockingStub builds;
  private String tenant;

  BulkCancelTest(TestServer server, TestBuilds make, TestRows rows) {
    this.server = server;
    this.make = make;
    this.rows = rows;
  }

  @BeforeEach
  void aTenant() {
    builds = BuildServiceGrpc.newBlockingStub(server.channel());
    tenant = rows.tenant();
  }

  @Test
  void withoutForceItOnlyCounts() {
    var one = aBuild().inChat("c").running().build();
    var two = aBuild().inChat("c").queued();
    aBuild().inChat("d").queued();

    var counted = cancel("chat = c", false);

    assertThat(counted.getCount()).isEqualTo(2);
    assertThat(counted.getBuildsList()).containsExactly(two.name(), one.name());
    assertThat(counted.getMore()).isFalse();
    assertThat(state(one)).isEqualTo(Build.State.STATE_RUNNING);
    assertThat(state(two)).isEqualTo(Build.State.STATE_QUEUED);
  }

  @Test
  void withForceWhatMatchesIsAskedToEnd() {
    var active = aBuild().inChat("c").running().build();
    var waiting = aBuild().inChat("c").queued();
    var ended = aBuild().inChat("e").succeeded().build();
    var other = aBuild().inChat("d").queued();
    var stranger = make.aBuild().inChat("c").queued();

    var cancelled = cancel("chat = c AND create_time > \"2020-01-01T00:00:00Z\"", true);

    assertThat(cancelled.getCount()).isEqualTo(2);
    assertThat(cancelled.getBuildsList()).containsExactlyInAnyOrder(waiting.name(), active.name());
    assertThat(get(waiting))
        .returns(Build.State.STATE_CANCELLED, Build::getState)
        .returns("all of it", Build::getCancelReason);
    assertThat(state(active)).isEqualTo(Build.State.STATE_STOPPING);
    assertThat(state(ended)).isEqualTo(Build.State.STATE_SUCCEEDED);
    assertThat(state(other)).isEqualTo(Build.State.STATE_QUEUED);
    assertThat(state(stranger)).isEqualTo(Build.State.STATE_QUEUED);
    assertThat(cancel("chat = c", true).getCount()).as("asked already").isZero();
  }

  @Test
  void whatHasEndedNeverMatches() {
    aBuild().failed();

    assertThat(cancel("state = FAILED", true)).isEqualTo(answer(0));
    assertThat(cancel("state != QUEUED", false)).isEqualTo(answer(0));
  }

  @Test
  void moreThanATransactionTakesAreCancelledAndAHundredNamed() {
    var wish = TestCalls.request(tenant, build -> build.setChat("c").putLabels("k", "v"));
    for (int i = 0; i < 2; i++) {
      var _ =
          builds.batchCreateBuilds(
              BatchCreateBuildsRequest.newBuilder()
                  .setParent("tenants/" + tenant)
                  .addAllRequests(Collections.nCopies(501, wish.build()))
                  .build());
    }
    var bystander = aBuild().inChat("c").queued();

    var cancelled = cancel("labels.k = v", true);

    assertThat(cancelled.getCount()).isEqualTo(1_002);
    assertThat(cancelled.getBuildsList()).hasSize(100);
    assertThat(cancelled.getMore()).isFalse();
    assertThat(state(bystander)).isEqualTo(Build.State.STATE_QUEUED);
  }

  @Test
  void everyWrongFieldIsNamed() {
    assertThat(
            Refused.fields(
                () ->
                    builds.bulkCancelBuilds(
                        BulkCancelBuildsRequest.newBuilder()
                            .setParent("t")
                            .setFilter(" ")
                            .setReason("x".repeat(513))
                            .setForce(true)
                            .build())))
        .containsExactly("parent", "filter", "reason");
    assertThat(Refused.fields(() -> cancel("owner = me", true))).containsExactly("filter");
    tenant = "nobody";
    assertThat(Refused.notFound(() -> cancel("chat = c", true))).isEqualTo("tenants/nobody");
    assertThat(Refused.notFound(() -> cancel("chat = c", false))).isEqualTo("tenants/nobody");
  }

  private TestBuilds.Draft aBuild() {
    return make.aBuild().ofTenant(tenant);
  }

  private BulkCancelBuildsResponse cancel(String filter, boolean force) {
    return builds.bulkCancelBuilds(
        BulkCancelBuildsRequest.newBuilder()
            .setParent("tenants/" + tenant)
            .setFilter(filter)
            .setReason("all of it")
            .setForce(force)
            .build());
  }

  private static BulkCancelBuildsResponse answer(int count) {
    return BulkCancelBuildsResponse.newBuilder().setCount(count).build();
  }

  private Build get(BuildRef build) {
    return builds.getBuild(GetBuildRequest.newBuilder().setName(build.name()).build());
  }

  private Build.State state(BuildRef build) {
    return get(build).getState();
  }
}
