package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.Failure;
import dev.slipway.v1.Failure.Fault;
import dev.slipway.v1.Failure.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The times that the coordinator keeps; steps' and the build's own are kept by the runner. */
@BehaviourTest
class TimeoutTest extends Behaviour {

  @Test
  void aBuildThatRunsOverItsTimeIsStoppedAndFailsWhenItIsGone() {
    var late = client.submit(us, "garden", build -> build.setTimeout(minutes(2)));
    var behind = client.submit(us, "garden");
    var orchard = client.submit(us, "orchard", build -> build.setTimeout(minutes(60)));
    var theirs = client.submit(them, "garden");
    platform.runs();
    platform.minutesPass(2);
    platform.isLookedAfter();
    assertThat(client.state(late))
        .as("the runner has half a minute")
        .isEqualTo(State.STATE_RUNNING);

    platform.minutesPass(1);
    platform.isLookedAfter();

    assertThat(client.state(late)).isEqualTo(State.STATE_STOPPING);
    assertThat(platform.runs()).isEmpty();
    platform.stops(late);
    assertThat(client.get(late).getFailure())
        .returns(Reason.REASON_BUILD_TIMEOUT, Failure::getReason)
        .returns(Fault.FAULT_USER, Failure::getFault);
    assertThat(client.get(late))
        .returns(State.STATE_FAILED, Build::getState)
        .returns(1, Build::getAttempt)
        .returns(false, Build::hasDeadLetterTime);
    assertThat(platform.runs()).containsExactly(behind);
    assertThat(client.state(orchard)).isEqualTo(State.STATE_RUNNING);
    assertThat(client.state(theirs)).isEqualTo(State.STATE_RUNNING);
  }

  @Test
  void aRunnerThatDoesNotReportInTimeEndsItsBuild() {
    var silent = client.submit(us, "garden");
    var patient = client.submit(us, "orchard", build -> build.setStartupTimeout(minutes(10)));
    var theirs = client.submit(them, "garden");
    platform.starts();
    platform.reports(theirs);
    platform.minutesPass(2);

    platform.isLookedAfter();

    assertThat(client.state(silent)).isEqualTo(State.STATE_STOPPING);
    platform.stops(silent);
    assertThat(client.get(silent)).returns(State.STATE_FAILED, Build::getState);
    assertThat(client.get(silent).getFailure().getReason())
        .isEqualTo(Reason.REASON_STARTUP_TIMEOUT);
    assertThat(client.state(patient)).isEqualTo(State.STATE_STARTING);
    assertThat(client.state(theirs)).isEqualTo(State.STATE_RUNNING);
  }

  @ParameterizedTest
  @CsvSource({"0", "3601"})
  void timesOutOfRangeAreRefusedByField(int seconds) {
    var odd = Duration.newBuilder().setSeconds(seconds).build();

    assertThat(
            Refusal.of(
                () ->
                    client.submit(
                        us,
                        "garden",
                        build ->
                            build
                                .setTimeout(odd)
                                .setStartupTimeout(odd)
                                .setQueueTtl(odd.toBuilder().setSeconds(seconds * 1_000L)))))
        .isEqualTo(
            "INVALID_ARGUMENT BAD_REQUEST field build.timeout, build.queue_ttl,"
                + " build.startup_timeout");
    assertThat(client.stored(us)).isZero();
  }

  private static Duration minutes(int minutes) {
    return Duration.newBuilder().setSeconds(60L * minutes).build();
  }
}
