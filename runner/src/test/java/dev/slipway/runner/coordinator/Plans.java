package dev.slipway.runner.coordinator;

import com.google.protobuf.Duration;
import dev.slipway.runner.v1.Limits;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.PlanArchive;
import dev.slipway.runner.v1.PlanSource;
import dev.slipway.runner.v1.PlanStep;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** Plans as the coordinator makes them. */
public final class Plans {
  private Plans() {}

  public static Limits.Builder limits() {
    return Limits.newBuilder()
        .setBuildTimeout(seconds(900))
        .setKillGrace(Duration.newBuilder().setNanos(500_000_000))
        .setStepLogHeadBytes(8 << 20)
        .setStepLogTailBytes(1 << 20)
        .setSourceEntriesMax(20_000)
        .setSourceBytesMax(512L << 20)
        .setSourceRatioMax(200)
        .setSourceDepthMax(64)
        .setArtifactBytesMax(256L << 20)
        .setArtifactEntriesMax(20_000);
  }

  @SafeVarargs
  public static Plan.Builder custom(List<String>... commands) {
    Plan.Builder plan = Plan.newBuilder().setTemplate("custom").setLimits(limits());
    for (int i = 0; i < commands.length; i++) {
      plan.addSteps(
          PlanStep.newBuilder()
              .setId("step-" + (i + 1))
              .setAction(PlanStep.Action.ACTION_COMMAND)
              .addAllCommand(commands[i]));
    }
    return plan;
  }

  /** A custom plan of one step that runs {@code script} by a shell. */
  public static Plan.Builder shell(String script) {
    return custom(List.of("sh", "-c", script));
  }

  public static Plan.Builder website() {
    return Plan.newBuilder()
        .setTemplate("website")
        .setLimits(limits())
        .addSteps(step("extract", 0, PlanStep.Action.ACTION_EXTRACT))
        .addSteps(step("install", 10, PlanStep.Action.ACTION_INSTALL))
        .addSteps(step("type-check", 30, PlanStep.Action.ACTION_TYPE_CHECK))
        .addSteps(step("build", 60, PlanStep.Action.ACTION_BUILD))
        .addSteps(step("publish", 80, PlanStep.Action.ACTION_PUBLISH));
  }

  public static Plan.Builder snippet() {
    return Plan.newBuilder()
        .setTemplate("snippet")
        .setLimits(limits())
        .addSteps(step("extract", 0, PlanStep.Action.ACTION_EXTRACT))
        .addSteps(step("bundle", 30, PlanStep.Action.ACTION_BUNDLE))
        .addSteps(step("run", 60, PlanStep.Action.ACTION_RUN).setTimeout(seconds(10)));
  }

  public static PlanSource source(byte[] archive, PlanArchive.Format format) {
    return PlanSource.newBuilder()
        .setArchive(
            PlanArchive.newBuilder()
                .setSha256(sha256(archive))
                .setSizeBytes(archive.length)
                .setFormat(format))
        .build();
  }

  public static PlanStep.Builder step(String id, int progress, PlanStep.Action action) {
    return PlanStep.newBuilder().setId(id).setProgress(progress).setAction(action);
  }

  public static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  public static Duration millis(long millis) {
    return Duration.newBuilder()
        .setSeconds(millis / 1000)
        .setNanos((int) (millis % 1000 * 1_000_000))
        .build();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
