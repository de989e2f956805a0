package dev.slipway.coordinator.report;

import com.google.protobuf.Duration;
import dev.slipway.coordinator.artifact.ArtifactConfig;
import dev.slipway.coordinator.build.BuildSpec;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import dev.slipway.coordinator.build.BuildSpec.StepSpec;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.template.Template;
import dev.slipway.coordinator.template.Templates;
import dev.slipway.runner.v1.Limits;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.PlanArchive;
import dev.slipway.runner.v1.PlanGit;
import dev.slipway.runner.v1.PlanSource;
import dev.slipway.runner.v1.PlanStep;
import jakarta.inject.Singleton;
import java.util.Objects;

/** Says what a runner has to do. */
@Singleton
class Plans {
  private final Templates templates;
  private final ReportConfig config;
  private final ArtifactConfig artifacts;

  Plans(Templates templates, ReportConfig config, ArtifactConfig artifacts) {
    this.templates = templates;
    this.artifacts = artifacts;
    this.config = config;
  }

  Plan plan(BuildRecord build) {
    var spec = build.spec();
    var plan =
        Plan.newBuilder()
            .setTemplate(spec.template())
            .putAllParameters(spec.parameters())
            .setLimits(limits(spec));
    if (spec.source() != null) {
      plan.setSource(source(spec.source(), build));
    }
    for (var step : templates.steps(spec)) {
      plan.addSteps(step(step, spec));
    }
    return plan.build();
  }

  private static PlanSource source(SourceSpec source, BuildRecord build) {
    return switch (source) {
      case SourceSpec.Archive archive ->
          PlanSource.newBuilder()
              .setArchive(
                  PlanArchive.newBuilder()
                      .setSha256(archive.sha256())
                      .setSizeBytes(archive.sizeBytes())
                      .setFormat(PlanArchive.Format.valueOf("FORMAT_" + archive.format().name())))
              .build();
      case SourceSpec.Git git ->
          PlanSource.newBuilder()
              .setGit(
                  PlanGit.newBuilder()
                      .setRepository(git.repository())
                      // A second attempt builds what the first one saw.
                      .setRef(Objects.requireNonNullElse(build.resolvedCommit(), git.ref())))
              .build();
    };
  }

  private static PlanStep step(Template.Step step, BuildSpec spec) {
    var planned =
        PlanStep.newBuilder()
            .setId(step.id())
            .setProgress(step.progress())
            .setAction(PlanStep.Action.valueOf("ACTION_" + step.action().name()));
    switch (step.action()) {
      case COMMAND ->
          spec.steps().stream()
              .filter(given -> given.id().equals(step.id()))
              .findFirst()
              .ifPresent(given -> command(given, planned));
      case RUN ->
          planned.setTimeout(
              duration(1000 * Long.parseLong(spec.parameters().get(Templates.RUN_TIMEOUT))));
      default -> {}
    }
    return planned.build();
  }

  private static void command(StepSpec given, PlanStep.Builder planned) {
    planned.addAllCommand(given.command()).putAllEnv(given.env());
    if (given.timeoutMillis() > 0) {
      planned.setTimeout(duration(given.timeoutMillis()));
    }
  }

  private Limits limits(BuildSpec spec) {
    return Limits.newBuilder()
        .setBuildTimeout(duration(spec.timeoutMillis()))
        .setKillGrace(duration(config.killGrace().toMillis()))
        .setStepLogHeadBytes(config.stepLogHeadBytes())
        .setStepLogTailBytes(config.stepLogTailBytes())
        .setSourceEntriesMax(config.sourceEntriesMax())
        .setSourceBytesMax(config.sourceBytesMax())
        .setSourceRatioMax(config.sourceRatioMax())
        .setSourceDepthMax(config.sourceDepthMax())
        .setArtifactBytesMax(artifacts.bytesMax())
        .setArtifactEntriesMax(config.artifactEntriesMax())
        .setLogBytesMax(config.logBytesMax())
        .setStallTimeout(duration(config.stallTimeout().toMillis()))
        .build();
  }

  static Duration duration(long millis) {
    return Duration.newBuilder()
        .setSeconds(millis / 1000)
        .setNanos((int) (millis % 1000) * 1_000_000)
        .build();
  }
}
