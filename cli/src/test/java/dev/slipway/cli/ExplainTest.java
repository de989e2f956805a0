package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.Script;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Attempt;
import dev.slipway.v1.Build;
import dev.slipway.v1.Explanation;
import dev.slipway.v1.Failure;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands that say why a build is where it is. */
class ExplainTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void explainTellsPlaceRangeBlockersAndWhoIsBefore() {
    coordinator.builds.explanation = explanation();

    Cli.Result result = cli.run("explain", Script.BUILD);

    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.lines())
        .containsExactly(
            "Third in line; the tenant runs as many builds as it may.",
            "place       3rd in line, after 1 build of its chat",
            "starts      with even chances by " + wall(40) + "; nine times in ten by " + wall(120),
            "ends        with even chances by " + wall(100),
            "found from  p50/p90 of 37 builds of this project and template",
            "waits for",
            "  TENANT_CONCURRENCY: tenant default runs 2 of 2 builds",
            "    held by: b1, b2",
            "    what helps: raise the tenant's limit on running builds",
            "    until about: " + wall(40),
            "counts as   submitted "
                + Words.time(FakeStatus.after(-300))
                + ", by the priority of b9",
            "before it   b1, b2");
  }

  @Test
  void explainOfABuildThatDoesNotWaitIsItsSummary() {
    coordinator.builds.explanation =
        Explanation.newBuilder().setBuild(Script.BUILD).setSummary("It runs.").build();

    assertThat(cli.run("explain", Script.BUILD).lines()).containsExactly("It runs.");
  }

  @Test
  void explainForProgramsIsTheWholeAnswer() {
    coordinator.builds.explanation = explanation();

    Cli.Result result = cli.run("explain", Script.BUILD, "-o", "json");

    assertThat(result.json().getAsJsonObject("queueStatus").get("position").getAsInt())
        .isEqualTo(3);
    assertThat(
            result
                .json()
                .getAsJsonObject("queueStatus")
                .getAsJsonArray("blockers")
                .get(0)
                .getAsJsonObject()
                .get("kind")
                .getAsString())
        .isEqualTo("TENANT_CONCURRENCY");
    assertThat(result.json().getAsJsonArray("before")).hasSize(2);
  }

  @Test
  void getTellsTheQueuesPartToo() {
    coordinator.builds.waitsWith = FakeStatus.third();

    Cli.Result result = cli.run("get", Script.BUILD);

    assertThat(result.lines())
        .contains(
            "state       QUEUED",
            "place       3rd in line, after 1 build of its chat",
            "  TENANT_CONCURRENCY: tenant default runs 2 of 2 builds");
  }

  @Test
  void getTellsWhatABuildIsToOthers() {
    coordinator.builds.script =
        Script.ofFailure(
            Build.newBuilder()
                .setDisplayName("The shop")
                .setCreatedBy("ada")
                .putLabels("team", "shop")
                .setPriority(Build.Priority.PRIORITY_HIGH)
                .setRetryOf("tenants/default/builds/b1")
                .setSupersededBy("tenants/default/builds/b2")
                .setRequeuedAs("tenants/default/builds/b3")
                .setDeadLetterTime(Timestamps.fromSeconds(1_020)));

    assertThat(cli.run("get", Script.BUILD).lines())
        .contains(
            "name        The shop",
            "created by  ada",
            "label       team=shop",
            "priority    HIGH",
            "retry of    b1",
            "superseded  by b2",
            "requeued as b3",
            "dead letter since " + Words.time(Timestamps.fromSeconds(1_020)));
  }

  @Test
  void attemptsAreATableWithTheCauseOfEach() {
    coordinator.builds.attempts = List.of(lost(), active());

    Cli.Result result = cli.run("attempts", Script.BUILD);

    assertThat(result.lines()).hasSize(3);
    assertThat(result.lines().get(0)).startsWith("ATTEMPT  OUTCOME  LEASED");
    assertThat(result.lines().get(1))
        .startsWith("1        LOST     ")
        .endsWith("12.0 s  RUNNER_LOST (platform): the runner went silent");
    assertThat(result.lines().get(2)).startsWith("2        active   ").endsWith("-       -");
  }

  @Test
  void attemptsForProgramsAreOneALine() {
    coordinator.builds.attempts = List.of(lost(), active());

    assertThat(cli.run("attempts", Script.BUILD, "-o", "json").lines())
        .hasSize(2)
        .first()
        .asString()
        .contains("\"outcome\":\"LOST\"", "\"reason\":\"RUNNER_LOST\"");
  }

  private static Explanation explanation() {
    return Explanation.newBuilder()
        .setBuild(Script.BUILD)
        .setSummary("Third in line; the tenant runs as many builds as it may.")
        .setQueueStatus(FakeStatus.third())
        .addBefore("tenants/default/builds/b1")
        .addBefore("tenants/default/builds/b2")
        .setSortTime(FakeStatus.after(-300))
        .setInheritedFrom("tenants/default/builds/b9")
        .build();
  }

  private static String wall(long seconds) {
    return Words.time(FakeStatus.after(seconds))
        + " ("
        + Words.seenFrom(FakeStatus.found(), FakeStatus.after(seconds))
        + ")";
  }

  private static Attempt lost() {
    return Attempt.newBuilder()
        .setAttempt(1)
        .setOutcome(Attempt.Outcome.OUTCOME_LOST)
        .setLeaseTime(FakeStatus.after(0))
        .setEndTime(FakeStatus.after(12))
        .setFailure(
            Failure.newBuilder()
                .setReason(Failure.Reason.REASON_RUNNER_LOST)
                .setFault(Failure.Fault.FAULT_PLATFORM)
                .setMessage("the runner went silent"))
        .build();
  }

  private static Attempt active() {
    return Attempt.newBuilder().setAttempt(2).setLeaseTime(FakeStatus.after(20)).build();
  }
}
