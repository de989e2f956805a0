package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.CheckInvariantsResponse;
import dev.slipway.v1.Coordinator;
import dev.slipway.v1.InvariantCheck;
import dev.slipway.v1.ListCoordinatorsResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands of whoever runs Slipway. */
class VerifyTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void verifyTellsWhatWasCheckedAndHowMuch() {
    coordinator.admin.checks =
        CheckInvariantsResponse.newBuilder()
            .addChecks(check("one-phase-per-build", 1_000))
            .addChecks(check("chat-order", 500))
            .build();

    Cli.Result result = cli.run("verify");

    assertThat(result.exit()).isZero();
    assertThat(result.lines())
        .containsExactly(
            "RULE                 CHECKED  VIOLATIONS  WHAT MUST HOLD",
            "one-phase-per-build  1000     0           It holds.",
            "chat-order           500      0           It holds.",
            "checked 1500 facts in 2 rules, violations 0");
  }

  @Test
  void brokenRuleIsShownByExampleAndInTheExitCode() {
    coordinator.admin.checks = broken();

    Cli.Result result = cli.run("verify");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.lines())
        .contains("chat-order: build b2 started before b1")
        .last()
        .isEqualTo("checked 500 facts in 1 rules, violations 1");
  }

  @Test
  void programsReadTheWholeAnswerWithTheSameExitCode() {
    coordinator.admin.checks = broken();

    Cli.Result result = cli.run("verify", "-o", "json");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(
            result
                .json()
                .getAsJsonArray("checks")
                .get(0)
                .getAsJsonObject()
                .get("violations")
                .getAsString())
        .isEqualTo("1");
  }

  @Test
  void coordinatorsAreListedWithTheirLastBeat() {
    coordinator.admin.coordinators =
        ListCoordinatorsResponse.newBuilder()
            .addCoordinators(
                Coordinator.newBuilder()
                    .setUid("u1")
                    .setGrpcAddress("127.0.0.1:9090")
                    .setPid(77)
                    .setStartTime(FakeStatus.found())
                    .setBeatTime(FakeStatus.after(5))
                    .setActive(2))
            .build();

    Cli.Result result = cli.run("coordinators");

    assertThat(result.lines())
        .hasSize(2)
        .last()
        .isEqualTo(
            "u1           127.0.0.1:9090  77   "
                + Words.time(FakeStatus.found())
                + "  "
                + Words.time(FakeStatus.after(5))
                + "  2");
    assertThat(cli.run("coordinators", "-o", "json").json().get("uid").getAsString())
        .isEqualTo("u1");
  }

  private static CheckInvariantsResponse broken() {
    return CheckInvariantsResponse.newBuilder()
        .addChecks(
            check("chat-order", 500).setViolations(1).addExamples("build b2 started before b1"))
        .build();
  }

  private static InvariantCheck.Builder check(String name, long checked) {
    return InvariantCheck.newBuilder().setName(name).setRule("It holds.").setChecked(checked);
  }
}
