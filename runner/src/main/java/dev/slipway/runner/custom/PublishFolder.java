package dev.slipway.runner.custom;

import dev.slipway.runner.artifact.OutputDir;
import dev.slipway.runner.artifact.Publication;
import dev.slipway.runner.step.Ending;
import dev.slipway.runner.step.Reason;
import dev.slipway.runner.step.Step;
import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.step.StepFailed;
import dev.slipway.runner.v1.ResultArtifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Publishes the folder that parameter {@code output_dir} names; a site when it has an index.html.
 */
public final class PublishFolder implements Step {
  private final Consumer<ResultArtifact> artifacts;

  /** What is stored is given to {@code artifacts}. */
  public PublishFolder(Consumer<ResultArtifact> artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public String title(StepContext context) {
    return "publish " + context.parameter("output_dir");
  }

  @Override
  public Ending run(StepContext context) throws StepFailed, IOException, InterruptedException {
    String parameter = context.parameter("output_dir");
    if (parameter.isEmpty()) {
      throw new StepFailed(
          Reason.CONFIG_ERROR,
          "Parameter output_dir is empty.",
          "Name the folder that the steps write, relative to the work folder.");
    }
    Path folder = OutputDir.of(context.folders().work(), parameter);
    boolean site = Files.isRegularFile(folder.resolve("index.html"));
    artifacts.accept(new Publication(context).folder(folder, _ -> true, site));
    return Ending.DONE;
  }
}
