package dev.slipway.runner.snippet;

import dev.slipway.runner.step.Ending;
import dev.slipway.runner.step.Step;
import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.step.StepFailed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Runs the bundle with node and keeps the beginning of what it prints on standard output. The plan
 * sets the time limit.
 */
public final class RunBundle implements Step {
  /** As slipway.runner.v1.Result.output says. */
  private static final int OUTPUT_BYTES_MAX = 64 * 1024;

  private final BiConsumer<byte[], Boolean> result;

  /**
   * @param result takes the output, and whether it is only the beginning
   */
  public RunBundle(BiConsumer<byte[], Boolean> result) {
    this.result = result;
  }

  @Override
  public String title(StepContext context) {
    return "node bundle.js";
  }

  @Override
  public Ending run(StepContext context) throws StepFailed, IOException, InterruptedException {
    Path folder = context.folders().tmp().resolve(Bundle.FOLDER);
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    boolean[] truncated = new boolean[1];
    int exit =
        context.runAside(
            List.of("node", "--enable-source-maps", "bundle.js"),
            folder,
            (bytes, length) -> {
              int part = Math.min(length, OUTPUT_BYTES_MAX - kept.size());
              kept.write(bytes, 0, part);
              truncated[0] |= part < length;
            });
    if (exit != 0) {
      throw StepFailed.command(
          title(context), exit, "The last lines hold what it printed and threw.");
    }
    result.accept(kept.toByteArray(), truncated[0]);
    return Ending.DONE;
  }
}
