package dev.slipway.coordinator.report;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.Usage;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.PlanStep;
import dev.slipway.runner.v1.Sample;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A runner's messages in domain words, each checked: what a hostile runner sends is cut to size,
 * made printable, or breaks the protocol. Pure.
 */
final class Words {
  private static final int TEXT_MAX = 4096;
  private static final int LINES_MAX = 20;
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
  private static final Set<Reason> REASONS_OF_RUNNERS =
      Set.of(
          Reason.STEP_FAILED,
          Reason.INVALID_SOURCE,
          Reason.BUILD_TIMEOUT,
          Reason.STEP_TIMEOUT,
          Reason.STALLED,
          Reason.CONFIG_ERROR,
          Reason.STORE_FULL);

  private Words() {}

  /** A sha256 in hex; of what is none the empty text. */
  static String hex(ByteString bytes) {
    return bytes.size() == 32 ? HexFormat.of().formatHex(bytes.toByteArray()) : "";
  }

  /** An event of a runner, at these offsets of the build's log. */
  static BuildEvent event(Event event, Map<String, PlanStep> plan, long logBase) {
    long offset = logBase + event.getLogOffset();
    return switch (event.getEventCase()) {
      case STEP_STARTED -> {
        var step = planned(event.getStepStarted().getStep(), plan);
        yield new BuildEvent.StepStarted(
            step.getId(), text(event.getStepStarted().getTitle()), step.getProgress(), offset);
      }
      case STEP_FINISHED -> {
        var finished = event.getStepFinished();
        var step = planned(finished.getStep(), plan);
        var took = finished.getDuration();
        ProtocolError.unless(
            took.getSeconds() >= 0 && took.getSeconds() < 1_000_000 && took.getNanos() >= 0,
            "step %s took %s s",
            step.getId(),
            took.getSeconds());
        ProtocolError.unless(
            finished.getLogDroppedBytes() >= 0 && finished.getLogDroppedBytes() < 1L << 50,
            "step %s dropped %s bytes of log",
            step.getId(),
            finished.getLogDroppedBytes());
        yield new BuildEvent.StepFinished(
            step.getId(),
            finished.getExitCode(),
            took.getSeconds() * 1000 + took.getNanos() / 1_000_000,
            finished.getSkipped(),
            offset,
            finished.getLogDroppedBytes(),
            finished.hasUsage() ? usage(finished.getUsage()) : null);
      }
      case WARNING -> {
        var warning = event.getWarning();
        ProtocolError.unless(CODE.matcher(warning.getCode()).matches(), "a warning without a code");
        yield new BuildEvent.Warned(
            text(warning.getStep()), warning.getCode(), text(warning.getMessage()));
      }
      case SOURCE_RESOLVED -> {
        var commit = event.getSourceResolved().getCommit();
        ProtocolError.unless(COMMIT.matcher(commit).matches(), "a commit that is not one");
        yield new BuildEvent.SourceResolved(commit);
      }
      case EVENT_NOT_SET -> throw new ProtocolError("an empty event");
    };
  }

  /** What a step uses, with nothing in it that makes no sense. */
  static Sample sample(Sample sample, Map<String, PlanStep> plan) {
    planned(sample.getStep(), plan);
    ProtocolError.unless(
        whole(sample.getElapsed())
            && whole(sample.getCpuTime())
            && sample.getMemoryBytes() >= 0
            && sample.getMemoryPeakBytes() >= 0,
        "a sample of less than nothing");
    return sample;
  }

  /** What was used, with nothing in it that makes no sense. */
  static Usage usage(dev.slipway.runner.v1.Usage usage) {
    ProtocolError.unless(
        whole(usage.getCpuTime()) && usage.getMemoryPeakBytes() >= 0, "less than nothing was used");
    return new Usage(
        usage.getCpuTime().getSeconds() * 1000 + usage.getCpuTime().getNanos() / 1_000_000,
        usage.getMemoryPeakBytes());
  }

  private static boolean whole(Duration duration) {
    return duration.getSeconds() >= 0
        && duration.getSeconds() < 1_000_000
        && duration.getNanos() >= 0
        && duration.getNanos() < 1_000_000_000;
  }

  private static PlanStep planned(String step, Map<String, PlanStep> plan) {
    var planned = plan.get(step);
    if (planned == null) {
      throw new ProtocolError("a step that is not in the plan: " + text(step));
    }
    return planned;
  }

  /** A runner's failure. */
  static Failure failure(dev.slipway.runner.v1.Failure failure) {
    return new Failure(
        reason(failure.getReason()),
        text(failure.getMessage()),
        text(failure.getHint()),
        text(failure.getStep()),
        failure.hasExitCode() ? failure.getExitCode() : null,
        lines(failure.getLastLinesList()));
  }

  private static Reason reason(String reason) {
    return REASONS_OF_RUNNERS.stream()
        .filter(known -> known.name().equals(reason))
        .findFirst()
        .orElseThrow(() -> new ProtocolError("a failure for the reason " + text(reason)));
  }

  private static List<String> lines(List<String> lines) {
    var from = Math.max(0, lines.size() - LINES_MAX);
    return lines.subList(from, lines.size()).stream().map(Words::text).toList();
  }

  /** Cut to size, and without NUL, which no text of Postgres can hold. */
  static String text(String text) {
    return cut(text, TEXT_MAX).replace('\0', '\uFFFD');
  }

  /** At most so many characters, never half of one. */
  static String cut(String text, int charactersMax) {
    if (text.length() <= charactersMax) {
      return text;
    }
    int end =
        Character.isHighSurrogate(text.charAt(charactersMax - 1))
            ? charactersMax - 1
            : charactersMax;
    return text.substring(0, end) + "…";
  }
}
