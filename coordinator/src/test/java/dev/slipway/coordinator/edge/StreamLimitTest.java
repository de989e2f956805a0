package dev.slipway.coordinator.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.WatchBuildRequest;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Property;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** One connection has so many streams and no more. */
@CoordinatorTest
@Property(name = "slipway.edge.streams-per-connection", value = "3")
class StreamLimitTest {
  private final TestServer server;
  private final TestBuilds make;
  private final MeterRegistry metrics;

  StreamLimitTest(TestServer server, TestBuilds make, MeterRegistry metrics) {
    this.server = server;
    this.make = make;
    this.metrics = metrics;
  }

  @Test
  void oneStreamTooManyIsRefusedUntilAnotherHasEnded() throws Exception {
    var build = make.aBuild().queued();
    var streams = new ArrayList<TestStream<WatchBuildRequest, BuildEvent>>();
    for (int i = 0; i < 3; i++) {
      streams.add(watch(build));
      streams.getLast().next();
    }

    var answer = watch(build).answer();

    assertThat(Status.fromCodeValue(answer.getCode()).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(answer.getMessage()).contains("3 streams", "WatchBuilds");
    assertThat(answer.getDetails(1).is(QuotaFailure.class)).isTrue();
    assertThat(answer.getDetails(2).is(RetryInfo.class)).isTrue();
    assertThat(
            BuildServiceGrpc.newBlockingStub(server.channel())
                .getBuild(GetBuildRequest.newBuilder().setName(build.name()).build())
                .getName())
        .isEqualTo(build.name());
    streams.getFirst().leaves();
    await().until(() -> open() == 2);
    watch(build).next();
    assertThat(open()).isEqualTo(3);
  }

  private double open() {
    return metrics.get("slipway.edge.streams").gauge().value();
  }

  private TestStream<WatchBuildRequest, BuildEvent> watch(BuildRef build) {
    return TestStream.<WatchBuildRequest, BuildEvent>open(
            BuildServiceGrpc.newStub(server.channel())::watchBuild,
            WatchBuildRequest.newBuilder().setName(build.name()).build())
        .wants(10);
  }
}
