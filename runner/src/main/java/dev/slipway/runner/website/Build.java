package dev.slipway.runner.website;

import dev.slipway.runner.step.Ending;
import dev.slipway.runner.step.Reason;
import dev.slipway.runner.step.Step;
import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.step.StepFailed;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Runs the project's own script {@code build}. */
public final class Build implements Step {
  private static final int NOT_FOUND = 127;
  private static final int KILLED = 137;

  private final Site site;

  /** A step of {@code site}. */
  public Build(Site site) {
    this.site = site;
  }

  @Override
  public String title(StepContext context) {
    try {
      Optional<Project> project = site.project(context);
      return project.isPresent()
          ? ManagerChoice.of(project.get()).manager().program() + " run build"
          : "nothing to build: no package.json";
    } catch (IOException | StepFailed e) {
      return "build"; // The step itself will say what is wrong.
    }
  }

  @Override
  public Ending run(StepContext context) throws StepFailed, IOException, InterruptedException {
    Optional<Project> found = site.project(context);
    if (found.isEmpty()) {
      return Ending.SKIPPED;
    }
    Project project = found.get();
    if (project.script("build").isEmpty()) {
      throw noScript(project);
    }
    Toolchain toolchain = site.toolchain(project, context);
    site.remember(IndexFiles.in(project.root()));
    int exit = context.run(toolchain.with(List.of("run", "build")), toolchain.environment());
    if (exit != 0) {
      throw StepFailed.command(title(context), exit, hint(exit));
    }
    return Ending.DONE;
  }

  private static StepFailed noScript(Project project) {
    String scripts =
        project.scripts().isEmpty()
            ? "it has no scripts"
            : "its scripts are " + String.join(", ", project.scripts());
    return new StepFailed(
        Reason.CONFIG_ERROR,
        "package.json has no script `build`; " + scripts + ".",
        "Add a script `build` that writes the site, or, for plain HTML, leave package.json out.");
  }

  private static String hint(int exit) {
    return switch (exit) {
      case NOT_FOUND -> "A program of the script was not found: is its package in package.json?";
      case KILLED -> "It was killed, most likely for want of memory.";
      default -> "The last lines say why; `npm run build` in the project shows the same.";
    };
  }
}
