package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.Refusals;
import dev.slipway.cli.fake.Script;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Build;
import dev.slipway.v1.DiscardDeadLetterRequest;
import dev.slipway.v1.Failure;
import dev.slipway.v1.ListDeadLettersRequest;
import dev.slipway.v1.ListDeadLettersResponse;
import dev.slipway.v1.RequeueDeadLetterRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void deadLettersAreListedWithTheirCause() {
    coordinator.queue.deadLetters = oneLetter();

    Cli.Result result = cli.run("dlq", "list");

    assertThat(result.lines())
        .hasSize(2)
        .last()
        .isEqualTo(
            "b7     c1    "
                + Words.time(FakeStatus.found())
                + "  3         RUNNER_LOST (platform): three runners went silent");
    assertThat(coordinator.queue.answers.only(ListDeadLettersRequest.class).getParent())
        .isEqualTo("tenants/default");
  }

  @Test
  void everyTenantsAreListedByTheirFullNames() {
    coordinator.queue.deadLetters = oneLetter();

    Cli.Result result = cli.run("dlq", "list", "--all-tenants");

    assertThat(result.lines()).last().asString().startsWith("tenants/default/builds/b7  ");
    assertThat(coordinator.queue.answers.only(ListDeadLettersRequest.class).getParent())
        .isEqualTo("tenants/-");
  }

  @Test
  void requeuePrintsTheNewBuild() {
    Cli.Result result = cli.run("dlq", "requeue", "b7");

    assertThat(result.lines()).containsExactly(Script.BUILD);
    assertThat(coordinator.queue.answers.only(RequeueDeadLetterRequest.class).getName())
        .isEqualTo("tenants/default/builds/b7");
  }

  @Test
  void discardPrintsTheStateThatStays() {
    Cli.Result result = cli.run("dlq", "discard", "b7");

    assertThat(result.lines()).containsExactly("FAILED");
    assertThat(coordinator.queue.answers.only(DiscardDeadLetterRequest.class).getName())
        .isEqualTo("tenants/default/builds/b7");
  }

  @Test
  void buildThatIsNoDeadLetterIsRefused() {
    coordinator.queue.answers.refusal =
        Refusals.wrongState("it is no dead letter", "tenants/default/builds/b7");

    Cli.Result result = cli.run("dlq", "requeue", "b7");

    assertThat(result.exit()).isEqualTo(5);
    assertThat(result.err())
        .isEqualTo(
            "slipway: FAILED_PRECONDITION: it is no dead letter\n"
                + "    tenants/default/builds/b7: it is no dead letter\n");
  }

  private static ListDeadLettersResponse oneLetter() {
    Failure lost =
        Failure.newBuilder()
            .setReason(Failure.Reason.REASON_RUNNER_LOST)
            .setFault(Failure.Fault.FAULT_PLATFORM)
            .setMessage("three runners went silent")
            .build();
    return ListDeadLettersResponse.newBuilder()
        .addBuilds(
            Build.newBuilder()
                .setName("tenants/default/builds/b7")
                .setChat("c1")
                .setAttempt(3)
                .setDeadLetterTime(FakeStatus.found())
                .setFailure(lost))
        .build();
  }
}
