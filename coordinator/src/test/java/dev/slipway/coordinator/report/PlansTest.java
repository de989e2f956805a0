package dev.slipway.coordinator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Duration;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.SourceResolved;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildSpec.ArchiveFormat;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.runner.v1.Limits;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.PlanArchive;
import dev.slipway.runner.v1.PlanGit;
import dev.slipway.runner.v1.PlanStep;
import dev.slipway.runner.v1.PlanStep.Action;
import java.util.Map;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class PlansTest {
  private static final SourceSpec.Archive ARCHIVE =
      new SourceSpec.Archive("0".repeat(64), 7, ArchiveFormat.TAR_GZ);

  private final Plans plans;
  private final Builds builds;
  private final Ledger ledger;
  private final TestBuilds make;

  PlansTest(Plans plans, Builds builds, Ledger ledger, TestBuilds make) {
    this.plans = plans;
    this.builds = builds;
    this.ledger = ledger;
    this.make = make;
  }

  @Test
  void aWebsiteIsExtractedInstalledCheckedBuiltAndPublished() {
    var plan = plan(make.aBuild().ofTemplate("website", Map.of("output_dir", "out")).from(ARCHIVE));

    assertThat(plan.getTemplate()).isEqualTo("website");
    assertThat(plan.getParametersMap()).isEqualTo(Map.of("output_dir", "out"));
    assertThat(plan.getStepsList())
        .extracting(PlanStep::getId, PlanStep::getAction, PlanStep::getProgress)
        .containsExactly(
            tuple("extract", Action.ACTION_EXTRACT, 0),
            tuple("install", Action.ACTION_INSTALL, 10),
            tuple("type-check", Action.ACTION_TYPE_CHECK, 30),
            tuple("build", Action.ACTION_BUILD, 60),
            tuple("publish", Action.ACTION_PUBLISH, 80));
    assertThat(plan.getSource().getArchive())
        .isEqualTo(
            PlanArchive.newBuilder()
                .setSha256("0".repeat(64))
                .setSizeBytes(7)
                .setFormat(PlanArchive.Format.FORMAT_TAR_GZ)
                .build());
  }

  @Test
  void aSnippetIsBundledAndRun() {
    var plan = plan(make.aBuild().ofTemplate("snippet", Map.of("run_timeout", "7")).from(ARCHIVE));

    assertThat(plan.getStepsList())
        .extracting(PlanStep::getAction)
        .containsExactly(Action.ACTION_EXTRACT, Action.ACTION_BUNDLE, Action.ACTION_RUN);
    assertThat(plan.getSteps(2).getTimeout().getSeconds()).isEqualTo(7);
  }

  @Test
  void aCustomBuildRunsWhatItWasGiven() {
    var plan = plan(make.aBuild());

    assertThat(plan.hasSource()).isFalse();
    assertThat(plan.getStepsList())
        .containsExactly(
            PlanStep.newBuilder()
                .setId("say")
                .setProgress(5)
                .setAction(Action.ACTION_COMMAND)
                .addCommand("echo")
                .addCommand("hello")
                .putEnv("LANG", "C")
                .setTimeout(Duration.newBuilder().setSeconds(30))
                .build());
  }

  @Test
  void aCustomBuildWithSourceAndOutputExtractsAndPublishes() {
    var plan = plan(make.aBuild().from(ARCHIVE).withParameters(Map.of("output_dir", "dist")));

    assertThat(plan.getStepsList())
        .extracting(PlanStep::getId)
        .containsExactly("extract", "say", "publish");
  }

  @Test
  void everyFormatHasItsWordInTheProtocol() {
    for (var format : ArchiveFormat.values()) {
      var plan = plan(make.aBuild().from(new SourceSpec.Archive("0".repeat(64), 1, format)));

      assertThat(plan.getSource().getArchive().getFormat().name()).endsWith("_" + format.name());
    }
  }

  @Test
  void everyAttemptBuildsTheCommitThatTheFirstOneSaw() {
    var git = new SourceSpec.Git("https://example.org/site.git", "main");
    var held = make.aBuild().from(git).running();
    assertThat(plan(held.build()).getSource().getGit())
        .isEqualTo(
            PlanGit.newBuilder()
                .setRepository("https://example.org/site.git")
                .setRef("main")
                .build());

    ledger.record(held.build(), held.attemptUid(), new SourceResolved("c".repeat(40)));
    ledger.record(
        held.build(),
        held.attemptUid(),
        new AttemptGone(Failure.of(Reason.RUNNER_LOST, "gone", ""), true));

    assertThat(plan(held.build()).getSource().getGit().getRef()).isEqualTo("c".repeat(40));
  }

  @Test
  void limitsComeFromTheConfigurationAndTheBuild() {
    var limits = plan(make.aBuild().withTimeoutMillis(90_500)).getLimits();

    assertThat(limits)
        .isEqualTo(
            Limits.newBuilder()
                .setBuildTimeout(Duration.newBuilder().setSeconds(90).setNanos(500_000_000))
                .setKillGrace(Duration.newBuilder().setSeconds(5))
                .setStepLogHeadBytes(8 << 20)
                .setStepLogTailBytes(2 << 20)
                .setSourceEntriesMax(20_000)
                .setSourceBytesMax(512 << 20)
                .setSourceRatioMax(200)
                .setSourceDepthMax(64)
                .setArtifactBytesMax(512 << 20)
                .setArtifactEntriesMax(20_000)
                .setLogBytesMax(64 << 20)
                .setStallTimeout(Duration.newBuilder().setSeconds(300))
                .build());
  }

  private Plan plan(TestBuilds.Draft draft) {
    return plan(draft.queued());
  }

  private Plan plan(BuildRef build) {
    return plans.plan(builds.get(build));
  }
}
