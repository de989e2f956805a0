package dev.slipway.coordinator.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.launch.FakeLauncher;
import dev.slipway.coordinator.launch.FakeLauncher.Launch;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import io.micronaut.context.annotation.Property;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a coordinator does first when an earlier run of it was killed. */
@CoordinatorTest
@Property(name = "slipway.dispatch.max-builds", value = "10")
class StartTest {
  private final GrpcEmbeddedServer server;
  private final Builds builds;
  private final FakeLauncher launcher;
  private final TestBuilds make;
  private final TestRows rows;

  StartTest(
      GrpcEmbeddedServer server,
      Builds builds,
      FakeLauncher launcher,
      TestBuilds make,
      TestRows rows) {
    this.server = server;
    this.builds = builds;
    this.launcher = launcher;
    this.make = make;
    this.rows = rows;
  }

  @Test
  void leasesOfAnEarlierRunAreTakenBackUncountedAfterItsProcessesAreGoneAndBeforeAnyLaunch() {
    rows.clear();
    var earlier = UUID.randomUUID();
    var tenant = rows.tenant();
    var running = make.aBuild().ofTenant(tenant).inChat("c").leasedBy(earlier).running();
    var behind = make.aBuild().ofTenant(tenant).inChat("c").queued();
    var starting = make.aBuild().leasedBy(earlier).starting();
    var stopping = make.aBuild().leasedBy(earlier).stopping();
    var ended = make.aBuild().succeeded();
    var endedBefore = builds.get(ended.build());
    var looked = new AtomicBoolean();
    var left = UUID.randomUUID();
    launcher.leaves(left);
    launcher.atEnd(
        uid -> {
          if (uid.equals(left)) {
            assertThat(builds.get(running.build()).state()).isEqualTo(StateName.RUNNING);
            looked.set(true);
          }
          assertThat(launcher.launches()).isEmpty();
        });

    server.start();

    assertThat(looked).isTrue();
    await().until(() -> launcher.launches().size() == 2);
    assertThat(launcher.launched()).containsExactlyInAnyOrder(running.build(), starting.build());
    assertThat(launcher.launches()).extracting(Launch::lease).allMatch(l -> l.attempt() == 2);
    assertThat(builds.get(running.build()))
        .extracting(BuildRecord::state, BuildRecord::losses)
        .containsExactly(StateName.STARTING, 0);
    assertThat(builds.get(behind).state()).isEqualTo(StateName.QUEUED);
    assertThat(builds.get(stopping.build()).state()).isEqualTo(StateName.CANCELLED);
    assertThat(builds.get(ended.build())).isEqualTo(endedBefore);
  }
}
