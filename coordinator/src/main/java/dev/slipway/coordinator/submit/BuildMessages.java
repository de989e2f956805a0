package dev.slipway.coordinator.submit;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.slipway.coordinator.admit.Wish;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import dev.slipway.coordinator.build.BuildSpec.StepSpec;
import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.Resources;
import dev.slipway.coordinator.fanout.EventMessages;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.LogExtent;
import dev.slipway.coordinator.preview.Previews;
import dev.slipway.v1.Archive;
import dev.slipway.v1.Build;
import dev.slipway.v1.Git;
import dev.slipway.v1.Results;
import dev.slipway.v1.Source;
import dev.slipway.v1.Step;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says builds as messages. */
@Singleton
public class BuildMessages {
  private final Previews previews;

  BuildMessages(Previews previews) {
    this.previews = previews;
  }

  /** A build as clients see it. */
  public Build message(BuildRecord build, LogExtent log) {
    var spec = build.spec();
    var message =
        Build.newBuilder()
            .setName(build.ref().name())
            .setProject(build.projectId())
            .setChat(Objects.requireNonNullElse(build.chatId(), ""))
            .setMessageId(build.messageId())
            .setTemplate(spec.template())
            .putAllParameters(spec.parameters())
            .setImage(spec.image())
            .setTimeout(duration(spec.timeoutMillis()))
            .setState(EventMessages.state(build.state()))
            .setProgress(build.progress())
            .setCurrentStep(build.currentStep())
            .setAttempt(build.attempt())
            .setLastSequence(build.lastSequence())
            .setChatSequence(Objects.requireNonNullElse(build.chatSeq(), 0L))
            .setCancelReason(Objects.requireNonNullElse(build.cancelReason(), ""))
            .setLogSize(log.size())
            .setLogDroppedBytes(log.dropped())
            .setCreateTime(timestamp(build.createTime()))
            .setUpdateTime(timestamp(build.updateTime()))
            .setPriority(EventMessages.priority(build.priorityClass()))
            .setResources(resources(build.resources()))
            .setDisplayName(build.displayName())
            .putAllLabels(build.labels())
            .setCreatedBy(build.createdBy())
            .setRetryOf(name(build, build.retryOf()))
            .setSupersededBy(name(build, build.supersededBy()))
            .setRequeuedAs(name(build, build.requeuedAs()));
    if (build.holdUntil() != null) {
      message.setHoldUntilTime(timestamp(build.holdUntil()));
    }
    if (build.deadLetterTime() != null) {
      message.setDeadLetterTime(timestamp(build.deadLetterTime()));
    }
    if (spec.startupTimeoutMillis() > 0) {
      message.setStartupTimeout(duration(spec.startupTimeoutMillis()));
    }
    spec.steps().forEach(step -> message.addSteps(step(step)));
    if (spec.source() != null) {
      message.setSource(source(spec.source(), build));
    }
    if (build.startTime() != null) {
      message.setStartTime(timestamp(build.startTime()));
    }
    if (build.endTime() != null) {
      message.setEndTime(timestamp(build.endTime()));
    }
    if (build.usage() != null) {
      message.setUsage(EventMessages.usage(build.usage()));
    }
    if (build.failure() != null) {
      message.setFailure(EventMessages.failure(build.failure()));
    }
    if (build.results() != null) {
      message.setResults(results(build, build.results()));
      if (build.results().hasSite()) {
        message.setPreviewUri(previews.uriOf(build.ref()));
      }
    }
    return message.build();
  }

  /** A wish as it would be queued: what was asked for, with defaults, and nothing output-only. */
  Build message(Wish wish, Build asked) {
    var message =
        Build.newBuilder()
            .setProject(Objects.requireNonNullElse(wish.project(), Ids.PROJECT_DEFAULT))
            .setChat(asked.getChat())
            .setMessageId(asked.getMessageId())
            .setTemplate(asked.getTemplate())
            .putAllParameters(wish.spec().parameters())
            .addAllSteps(asked.getStepsList())
            .setImage(asked.getImage())
            .setTimeout(duration(wish.spec().timeoutMillis()))
            .setPriority(EventMessages.priority(wish.priority()))
            .setResources(resources(wish.resources()))
            .setDisplayName(wish.displayName())
            .putAllLabels(wish.labels())
            .setCreatedBy(wish.createdBy())
            .setState(Build.State.STATE_QUEUED);
    if (asked.hasSource()) {
      message.setSource(asked.getSource());
    }
    return message.build();
  }

  private static String name(BuildRecord build, @Nullable UUID other) {
    return other == null ? "" : new BuildRef(build.tenantId(), other).name();
  }

  private static dev.slipway.v1.Resources resources(Resources resources) {
    return dev.slipway.v1.Resources.newBuilder()
        .setCpuMillis(resources.cpuMillis())
        .setMemoryMib(resources.memoryMib())
        .build();
  }

  private static Source source(SourceSpec source, BuildRecord build) {
    return switch (source) {
      case SourceSpec.Archive archive ->
          Source.newBuilder().setArchive(Archive.newBuilder().setSha256(archive.sha256())).build();
      case SourceSpec.Git git ->
          Source.newBuilder()
              .setGit(
                  Git.newBuilder()
                      .setRepository(git.repository())
                      .setRef(git.ref())
                      .setResolvedCommit(Objects.requireNonNullElse(build.resolvedCommit(), "")))
              .build();
    };
  }

  private static Step step(StepSpec step) {
    var message =
        Step.newBuilder().setId(step.id()).addAllCommand(step.command()).putAllEnv(step.env());
    if (step.timeoutMillis() > 0) {
      message.setTimeout(duration(step.timeoutMillis()));
    }
    return message.build();
  }

  private static Results results(BuildRecord build, dev.slipway.coordinator.build.Results results) {
    return Results.newBuilder()
        .addAllArtifacts(
            results.artifacts().stream()
                .map(artifact -> build.ref().name() + "/artifacts/" + artifact.name())
                .toList())
        .setOutput(results.output())
        .setOutputTruncated(results.outputTruncated())
        .build();
  }

  private static Duration duration(long millis) {
    return Duration.newBuilder()
        .setSeconds(millis / 1000)
        .setNanos((int) (millis % 1000) * 1_000_000)
        .build();
  }

  private static Timestamp timestamp(Instant time) {
    return EventMessages.timestamp(time);
  }
}
