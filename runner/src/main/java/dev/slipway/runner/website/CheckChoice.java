package dev.slipway.runner.website;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How types are checked before the build, and what an error means. */
sealed interface CheckChoice {
  /** Not at all. */
  record Skip(String why) implements CheckChoice {
    @Override
    public String title() {
      return "no type-check: " + why;
    }
  }

  /** Exactly as the script `build` begins: it fails where the build would. */
  record AsBuild(String command) implements CheckChoice {
    @Override
    public String title() {
      return command;
    }
  }

  /** The build does not care, so an error is only a warning. */
  record Advice(String command) implements CheckChoice {
    @Override
    public String title() {
      return command;
    }
  }

  /** For people. */
  String title();

  /**
   * These make some of their types while they build, or check them themselves then; before, errors
   * mean nothing.
   */
  List<String> TYPES_COME_LATER =
      List.of(
          "next",
          "nuxt",
          "astro",
          "@sveltejs/kit",
          "@angular/core",
          "react-scripts",
          "gatsby",
          "@react-router/dev",
          "@remix-run/dev",
          "@tanstack/react-start",
          "@solidjs/start",
          "@docusaurus/core");

  /** Names that projects give to the script that checks types, in the order we look. */
  List<String> CHECK_SCRIPTS =
      List.of("type-check", "typecheck", "check-types", "types:check", "tsc", "check");

  /** Decides for {@code project}, whose dependencies are installed. */
  static CheckChoice of(Project project) throws IOException {
    if (!project.has("tsconfig.json")) {
      return new Skip("there is no tsconfig.json");
    }
    if (project.program("tsc").isEmpty()) {
      return new Skip("typescript is not in node_modules");
    }
    BuildScript build = BuildScript.of(project);
    Optional<String> first = build.firstCommands().stream().filter(Checker::is).findFirst();
    if (first.isPresent()) {
      return new AsBuild(Checker.withoutEmit(first.get()));
    }
    if (build.allCommands().stream().anyMatch(Checker::is)) {
      return new Skip("the script `build` checks them, after other work that the check needs");
    }
    Optional<String> own =
        CHECK_SCRIPTS.stream()
            .filter(
                name -> BuildScript.of(project, name).allCommands().stream().anyMatch(Checker::is))
            .findFirst();
    if (own.isPresent()) {
      return new Advice(ManagerChoice.of(project).manager().program() + " run " + own.get());
    }
    Optional<String> late = TYPES_COME_LATER.stream().filter(project::dependsOn).findFirst();
    if (late.isPresent()) {
      return new Skip(late.get() + " makes or checks its types during the build");
    }
    return plain(project);
  }

  private static CheckChoice plain(Project project) {
    Set<String> others = Set.of("vue", "svelte");
    if (project.program("vue-tsc").isPresent()) {
      return new Advice("vue-tsc --noEmit");
    }
    Optional<String> other = others.stream().filter(project::dependsOn).findFirst();
    return other.isPresent()
        ? new Skip("tsc alone cannot read " + other.get() + " components")
        : new Advice("tsc --noEmit");
  }
}
