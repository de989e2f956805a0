package dev.slipway.coordinator.report;

import dev.slipway.coordinator.artifact.Artifacts;
import dev.slipway.coordinator.blob.Sha256;
import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.ArtifactStored;
import dev.slipway.coordinator.build.BuildEvent.BrokeProtocol;
import dev.slipway.coordinator.build.BuildEvent.PreviewServed;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildEvent.Warned;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Claim;
import dev.slipway.coordinator.ledger.Claims;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.Ledger.Written;
import dev.slipway.coordinator.ledger.Sender;
import dev.slipway.coordinator.ledger.Sender.ResultMark;
import dev.slipway.coordinator.ledger.StepSampled;
import dev.slipway.coordinator.log.Extent;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.coordinator.preview.Previews;
import dev.slipway.coordinator.report.AttemptRepository.Step;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Result.Outcome;
import dev.slipway.runner.v1.ResultArtifact;
import dev.slipway.runner.v1.Sample;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ApplicationEventPublisher;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what runners say, each saying in one transaction. */
@Singleton
class Reports {
  private static final int ARTIFACTS_MAX = 16;
  private static final int OUTPUT_BYTES_MAX = 64 * 1024;
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}");

  private static final Logger log = LoggerFactory.getLogger(Reports.class);

  private final Builds builds;
  private final Ledger ledger;
  private final Claims claims;
  private final AttemptRepository attempts;
  private final Logs logs;
  private final Plans plans;
  private final Artifacts artifacts;
  private final Previews previews;
  private final MeterRegistry metrics;
  private final ApplicationEventPublisher<StepSampled> samples;

  Reports(
      Builds builds,
      Ledger ledger,
      Claims claims,
      AttemptRepository attempts,
      Logs logs,
      Plans plans,
      Artifacts artifacts,
      Previews previews,
      MeterRegistry metrics,
      ApplicationEventPublisher<StepSampled> samples) {
    this.samples = samples;
    this.builds = builds;
    this.ledger = ledger;
    this.claims = claims;
    this.attempts = attempts;
    this.metrics = metrics;
    this.logs = logs;
    this.plans = plans;
    this.artifacts = artifacts;
    this.previews = previews;
  }

  /**
   * What the store has of an attempt that is not over.
   *
   * @param logSize bytes of its log
   * @param begun its steps that began
   * @param ended its steps that ended
   */
  record Known(Plan plan, long logSize, List<String> begun, List<String> ended) {}

  /** What the store has of the attempt; null when it is over. */
  @Nullable Known known(Caller caller) {
    var plan = plans.plan(builds.get(caller.build()));
    var size = logs.size(caller.build(), caller.lease().attemptUid());
    if (size.isEmpty()) {
      return null;
    }
    var steps = attempts.steps(caller.build().id(), caller.lease().attempt());
    return new Known(
        plan,
        size.get(),
        steps.stream().map(Step::stepId).toList(),
        steps.stream().filter(Step::ended).map(Step::stepId).toList());
  }

  /** Gives the attempt to the stream that asks, if it may have it. */
  Claim claim(Caller caller, String podUid, String bootId) {
    return claims.claim(
        caller.build(), caller.lease().attemptUid(), podUid, bootId, warnings(caller));
  }

  /** Whether a newer stream of the same attempt was welcomed, by whichever coordinator. */
  boolean overtaken(Caller caller, int connGen) {
    var newest = attempts.connGen(caller.build().id(), caller.lease().attemptUid());
    return newest != null && newest > connGen;
  }

  /** A second result that is not the first: the first one stands, and somebody should know. */
  void conflicting(Caller caller) {
    metrics.counter("slipway.results.conflicting").increment();
    log.error(
        "attempt {} of {} told a result that differs from the one that is committed",
        caller.lease().attempt(),
        caller.build());
  }

  StateName state(Caller caller) {
    return builds.get(caller.build()).state();
  }

  /** What the author should know before the first step. */
  private List<Warned> warnings(Caller caller) {
    return builds.get(caller.build()).spec().image().isEmpty()
        ? List.of()
        : List.of(
            new Warned(
                "", "IMAGE_IGNORED", "The image is not used: builds run as local processes here."));
  }

  /** Tells whoever watches here what the running step uses. */
  void sampled(Caller caller, int progress, Sample sample, boolean stopping) {
    samples.publishEvent(
        new StepSampled(
            caller.build(),
            caller.lease().attempt(),
            stopping ? StateName.STOPPING : StateName.RUNNING,
            progress,
            sample.getStep(),
            duration(sample.getElapsed()),
            duration(sample.getCpuTime()),
            sample.getMemoryBytes(),
            sample.getMemoryPeakBytes()));
  }

  private static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  /** CRC32C of the attempt's log as it is stored; null when it is not known. */
  @Nullable Integer logCrc(Caller caller) {
    return logs.extent(caller.build(), caller.lease().attemptUid()).map(Extent::crc).orElse(null);
  }

  Written record(Caller caller, Sender sender, BuildEvent event) {
    return ledger.record(caller.build(), sender, List.of(event), () -> {});
  }

  Logs.Appended append(Caller caller, int connGen, long offset, byte[] data) {
    return logs.append(caller.build(), caller.lease().attemptUid(), connGen, offset, data);
  }

  /**
   * Stops the build because its runner broke the protocol; it fails when its processes are gone.
   */
  void broken(Caller caller, ProtocolError error) {
    var failure =
        Failure.of(
            Reason.RUNNER_PROTOCOL,
            "The runner broke the protocol: " + Words.text(error.what()) + ".",
            "Submit the build again; if it fails like this again, ask the operator.");
    ledger.record(caller.build(), caller.lease().attemptUid(), new BrokeProtocol(failure));
  }

  Written result(Caller caller, Terms terms, Result result) {
    ProtocolError.unless(
        result.hasFailure() == (result.getOutcome() == Outcome.OUTCOME_FAILED),
        "a result %s with%s a failure",
        result.getOutcome(),
        result.hasFailure() ? "" : "out");
    var sender =
        terms.sender(
            caller,
            result.getSeq(),
            new ResultMark(
                Sha256.of(result.toByteArray()),
                result.hasUsage() ? Words.usage(result.getUsage()) : null));
    return switch (result.getOutcome()) {
      case OUTCOME_SUCCEEDED -> succeeded(caller, sender, results(result));
      case OUTCOME_FAILED ->
          record(caller, sender, new StepsFailed(Words.failure(result.getFailure())));
      // Nobody asked: then there is a state in which this is refused, and that is what we say.
      case OUTCOME_CANCELLED -> cancelled(caller);
      case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> throw new ProtocolError("a result without outcome");
    };
  }

  private Written cancelled(Caller caller) {
    ProtocolError.unless(
        state(caller) != StateName.RUNNING, "the outcome CANCELLED, which nobody asked for");
    return Written.STOPPING;
  }

  private static Results results(Result result) {
    ProtocolError.unless(
        result.getArtifactsCount() <= ARTIFACTS_MAX, "more than %s artifacts", ARTIFACTS_MAX);
    ProtocolError.unless(
        result.getOutput().size() <= OUTPUT_BYTES_MAX,
        "an output of %s bytes",
        result.getOutput().size());
    ProtocolError.unless(
        result.getArtifactsList().stream().map(ResultArtifact::getName).distinct().count()
            == result.getArtifactsCount(),
        "two artifacts of one name");
    ProtocolError.unless(
        result.getArtifactsList().stream().filter(ResultArtifact::getSite).count() <= 1,
        "more than one site");
    return new Results(
        result.getArtifactsList().stream().map(Reports::artifact).toList(),
        result.getOutput().toString(StandardCharsets.UTF_8).replace('\0', '\uFFFD'),
        result.getOutputTruncated());
  }

  private static Results.Artifact artifact(ResultArtifact artifact) {
    ProtocolError.unless(
        FILE_NAME.matcher(artifact.getName()).matches()
            && MEDIA_TYPE.matcher(artifact.getMediaType()).matches()
            && SHA256.matcher(artifact.getSha256()).matches(),
        "an artifact named %s with media type %s and sha256 %s",
        Words.cut(artifact.getName(), 100),
        Words.cut(artifact.getMediaType(), 100),
        Words.cut(artifact.getSha256(), 100));
    return new Results.Artifact(
        artifact.getName(),
        artifact.getSha256(),
        artifact.getSizeBytes(),
        artifact.getMediaType(),
        artifact.getSite());
  }

  /** Artifacts, preview and end become true together. */
  private Written succeeded(Caller caller, Sender sender, Results results) {
    results
        .artifacts()
        .forEach(
            artifact ->
                ProtocolError.unless(
                    artifacts.stored(artifact.sha256(), artifact.sizeBytes()),
                    "a result with artifact %s, which was not stored",
                    artifact.name()));
    return ledger.record(
        caller.build(),
        sender,
        events(caller, results),
        () -> {
          artifacts.insert(caller.build().id(), results.artifacts());
          show(builds.get(caller.build()), results);
        });
  }

  private List<BuildEvent> events(Caller caller, Results results) {
    var events = new ArrayList<BuildEvent>();
    results
        .artifacts()
        .forEach(artifact -> events.add(new ArtifactStored(artifact.name(), artifact.sizeBytes())));
    if (results.hasSite()) {
      var build = builds.get(caller.build());
      var chat = build.chatId();
      events.add(
          new PreviewServed(
              previews.uriOf(caller.build()),
              chat == null ? "" : previews.chatUri(build.tenantId(), chat)));
    }
    events.add(new StepsSucceeded(results));
    return events;
  }

  private void show(BuildRecord build, Results results) {
    var chat = build.chatId();
    if (chat != null && results.hasSite()) {
      previews.flip(build.tenantId(), chat, build.buildId());
    }
  }
}
