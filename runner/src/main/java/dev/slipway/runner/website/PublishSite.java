package dev.slipway.runner.website;

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
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the site that was built and stores it. */
public final class PublishSite implements Step {
  /** Of a project's own folder: what is for its tools, not for its readers. */
  private static final Set<String> TOOLS_ONLY =
      Set.of(
          "node_modules",
          "package.json",
          "package-lock.json",
          "npm-shrinkwrap.json",
          "pnpm-lock.yaml",
          "pnpm-workspace.yaml",
          "yarn.lock");

  private final Site site;
  private final Consumer<ResultArtifact> artifacts;

  /** A step of {@code site}; what is stored is given to {@code artifacts}. */
  public PublishSite(Site site, Consumer<ResultArtifact> artifacts) {
    this.site = site;
    this.artifacts = artifacts;
  }

  @Override
  public String title(StepContext context) {
    return "publish the site";
  }

  @Override
  public Ending run(StepContext context) throws StepFailed, IOException, InterruptedException {
    Path work = context.folders().work();
    Path folder = find(context);
    if (!Files.isRegularFile(folder.resolve("index.html"))) {
      throw new StepFailed(
          Reason.CONFIG_ERROR,
          "The output folder `" + work.relativize(folder) + "` has no index.html.",
          "Name the folder that holds the site's first page by parameter output_dir.");
    }
    context.say(
        "Publishing "
            + (folder.equals(work) ? "the project's folder" : work.relativize(folder) + "/")
            + ".");
    boolean whole = folder.equals(work);
    artifacts.accept(
        new Publication(context).folder(folder, name -> !whole || isForReaders(name), true));
    return Ending.DONE;
  }

  private Path find(StepContext context) throws StepFailed, IOException {
    Path work = context.folders().work();
    String parameter = context.parameter("output_dir");
    if (!parameter.isEmpty()) {
      return OutputDir.of(work, parameter);
    }
    Optional<Project> project = site.project(context);
    IndexFiles now = IndexFiles.in(work);
    if (project.isEmpty()) {
      return work.resolve(OutputFinder.asItCame(now).orElseThrow(NoOutput::plain));
    }
    // A build that writes no page may still be one: of a stylesheet beside pages that came with the
    // source.
    Optional<Path> output =
        OutputFinder.written(site.before(), now).or(() -> unbuilt(project.get(), now));
    return work.resolve(output.orElseThrow(() -> NoOutput.after(project.get())));
  }

  private static Optional<Path> unbuilt(Project project, IndexFiles now) {
    return Bundler.of(project).isPresent() ? Optional.empty() : OutputFinder.asItCame(now);
  }

  private static boolean isForReaders(Path name) {
    String top = name.getName(0).toString();
    boolean hidden = top.startsWith(".") && !top.equals(".well-known");
    return !hidden && !TOOLS_ONLY.contains(top);
  }
}
