package dev.slipway.runner.website;

import dev.slipway.runner.step.Ending;
import dev.slipway.runner.step.Step;
import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.step.StepFailed;
import java.io.IOException;
import java.util.Optional;

/** Installs the dependencies: as the lockfile says where that works, else as package.json says. */
public final class Install implements Step {
  private final Site site;

  /** A step of {@code site}. */
  public Install(Site site) {
    this.site = site;
  }

  @Override
  public String title(StepContext context) {
    try {
      Optional<Project> project = site.project(context);
      return project.isPresent()
          ? ManagerChoice.of(project.get()).title()
          : "nothing to install: no package.json";
    } catch (IOException | StepFailed e) {
      return "install"; // The step itself will say what is wrong.
    }
  }

  @Override
  public Ending run(StepContext context) throws StepFailed, IOException, InterruptedException {
    Optional<Project> found = site.project(context);
    if (found.isEmpty()) {
      return Ending.SKIPPED;
    }
    Project project = found.get();
    ManagerChoice choice = ManagerChoice.of(project);
    warnOthers(choice, context);
    Toolchain toolchain = site.toolchain(project, context);
    int exit = run(toolchain, choice.installWords(), context);
    if (exit == 0) {
      return Ending.DONE;
    }
    if (choice.lockfile().isEmpty()) {
      throw plainFailed(choice, exit);
    }
    installWithoutLockfile(choice, choice.lockfile().get(), toolchain, exit, context);
    return Ending.DONE;
  }

  private void installWithoutLockfile(
      ManagerChoice choice,
      Lockfile lockfile,
      Toolchain toolchain,
      int frozenExit,
      StepContext context)
      throws StepFailed, IOException, InterruptedException {
    if (context.parameter("frozen_lockfile").equals("true")) {
      throw StepFailed.command(
          choice.title(),
          frozenExit,
          "Bring "
              + lockfile.name()
              + " in step with package.json by `"
              + choice.manager().program()
              + " install`, or leave out parameter frozen_lockfile.");
    }
    context.warn(
        "LOCKFILE_OUT_OF_STEP",
        "`"
            + choice.title()
            + "` ended with exit code "
            + frozenExit
            + ": "
            + lockfile.name()
            + " is out of step with package.json or cannot be used here. Installed as package.json"
            + " says; versions may differ from the lockfile's.");
    int exit = run(toolchain, choice.manager().plainInstall(), context);
    if (exit != 0) {
      throw plainFailed(choice, exit);
    }
  }

  private static int run(Toolchain toolchain, java.util.List<String> words, StepContext context)
      throws IOException, InterruptedException {
    return context.run(toolchain.with(words), toolchain.environment());
  }

  private static StepFailed plainFailed(ManagerChoice choice, int exit) {
    return StepFailed.command(
        choice.manager().program() + " install",
        exit,
        "The last lines name the package; check its name and version in package.json.");
  }

  private static void warnOthers(ManagerChoice choice, StepContext context) {
    if (!choice.others().isEmpty()) {
      context.warn(
          "SEVERAL_LOCKFILES",
          "There are lockfiles of several package managers; "
              + choice.lockfile().map(Lockfile::name).orElse("none")
              + " is used and "
              + String.join(", ", choice.others().stream().map(Lockfile::name).toList())
              + " is not.");
    }
  }
}
