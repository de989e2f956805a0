package dev.slipway.runner.website;

import dev.slipway.runner.step.Durations;
import dev.slipway.runner.step.Ending;
import dev.slipway.runner.step.Step;
import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.step.StepFailed;
import dev.slipway.runner.tool.SearchPath;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Checks types where the project's own scripts tell how, or a plain compiler can. */
public final class TypeCheck implements Step {
  /** How long a check may take that the build does not wait for: a watcher would never end. */
  private static final Duration ADVICE_LIMIT = Duration.ofMinutes(2);

  private final Site site;

  /** A step of {@code site}. */
  public TypeCheck(Site site) {
    this.site = site;
  }

  @Override
  public String title(StepContext context) {
    try {
      return choice(context).title();
    } catch (IOException | StepFailed e) {
      return "type-check"; // The step itself will say what is wrong.
    }
  }

  @Override
  public Ending run(StepContext context) throws StepFailed, IOException, InterruptedException {
    return switch (choice(context)) {
      case CheckChoice.Skip skip -> {
        context.say("Types are not checked here: " + skip.why() + ".");
        yield Ending.SKIPPED;
      }
      case CheckChoice.AsBuild check -> {
        int exit = context.run(words(check), environment(context));
        if (exit != 0) {
          throw StepFailed.command(
              check.command(),
              exit,
              "Mend the type errors in the last lines; the project's script `build` runs this check"
                  + " too.");
        }
        yield Ending.DONE;
      }
      case CheckChoice.Advice check -> {
        OptionalInt exit = context.runAtMost(words(check), environment(context), ADVICE_LIMIT);
        if (exit.orElse(1) != 0) {
          String how =
              exit.isPresent()
                  ? "ended with exit code " + exit.getAsInt()
                  : "did not end within " + Durations.words(ADVICE_LIMIT);
          context.warn(
              "TYPE_ERRORS",
              "`"
                  + check.command()
                  + "` "
                  + how
                  + ". The build goes on: the project's script `build` does not run this check.");
        }
        yield Ending.DONE;
      }
    };
  }

  private CheckChoice choice(StepContext context) throws IOException, StepFailed {
    Optional<Project> project = site.project(context);
    return project.isPresent()
        ? CheckChoice.of(project.get())
        : new CheckChoice.Skip("there is no package.json");
  }

  /** By a shell, as package managers run scripts. */
  private static List<String> words(CheckChoice check) {
    return List.of("sh", "-c", check.title());
  }

  /** With the dependencies' programs on PATH, as package managers run scripts. */
  private Map<String, String> environment(StepContext context)
      throws StepFailed, IOException, InterruptedException {
    Optional<Project> project = site.project(context);
    Map<String, String> environment = new TreeMap<>();
    if (project.isPresent()) {
      environment.putAll(site.toolchain(project.get(), context).environment());
    }
    String path =
        environment.getOrDefault("PATH", context.bench().environment().getOrDefault("PATH", ""));
    environment.put(
        "PATH",
        SearchPath.with(context.folders().work().resolve("node_modules").resolve(".bin"), path));
    return environment;
  }
}
