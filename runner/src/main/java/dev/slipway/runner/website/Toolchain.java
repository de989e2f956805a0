package dev.slipway.runner.website;

import dev.slipway.runner.step.Reason;
import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.step.StepFailed;
import dev.slipway.runner.tool.SearchPath;
import dev.slipway.runner.tool.Shelf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A package manager that can be run.
 *
 * @param words that start it
 * @param environment to add for it and for all it runs: with it on PATH, scripts that call it by
 *     name find it too
 */
record Toolchain(Manager manager, List<String> words, Map<String, String> environment) {

  /**
   * Finds {@code choice} on PATH where its major version fits, else gets it. Blocks while npm
   * brings it.
   */
  static Toolchain of(ManagerChoice choice, Project project, StepContext context)
      throws StepFailed, IOException, InterruptedException {
    requireNode(context);
    Map<String, String> environment = new TreeMap<>();
    Path cache = context.folders().cache();
    switch (choice.manager()) {
      case NPM -> {
        return new Toolchain(Manager.NPM, List.of("npm"), environment);
      }
      case PNPM -> environment.put("npm_config_store_dir", cache.resolve("pnpm").toString());
      case YARN_CLASSIC -> environment.put("YARN_CACHE_FOLDER", cache.resolve("yarn").toString());
      case YARN_BERRY -> {
        environment.put("YARN_GLOBAL_FOLDER", cache.resolve("yarn-berry").toString());
        Optional<Path> checkedIn = YarnRc.yarnPath(project.root());
        if (checkedIn.isPresent()) {
          return new Toolchain(
              choice.manager(), List.of("node", checkedIn.get().toString()), environment);
        }
      }
    }
    ToolVersion wanted = ToolVersion.of(choice, project);
    if (!onPath(choice.manager().program(), wanted.major(), context)) {
      Path programs = new Shelf(context).programs(wanted.npmPackage(), wanted.version());
      environment.put("PATH", SearchPath.with(programs, path(context)));
    }
    return new Toolchain(choice.manager(), List.of(choice.manager().program()), environment);
  }

  /** The words of this manager with {@code more} behind. */
  List<String> with(List<String> more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    return all;
  }

  private static boolean onPath(String program, int major, StepContext context)
      throws IOException, InterruptedException {
    Optional<Path> found = SearchPath.find(program, path(context));
    // Corepack's stand-in downloads on first use, in ways of its own that registries and proxies
    // break.
    if (found.isEmpty() || found.get().toRealPath().toString().contains("corepack")) {
      return false;
    }
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int exit =
        context.runQuietly(
            List.of(program, "--version"),
            context.folders().tmp(),
            (bytes, length) -> printed.write(bytes, 0, length));
    return exit == 0 && printed.toString(StandardCharsets.UTF_8).strip().startsWith(major + ".");
  }

  private static void requireNode(StepContext context) throws StepFailed {
    for (String program : List.of("node", "npm")) {
      if (SearchPath.find(program, path(context)).isEmpty()) {
        throw new StepFailed(
            Reason.CONFIG_ERROR,
            "`" + program + "` is not on PATH where builds run: " + path(context) + ".",
            "Install Node.js 20 or later there, and start Slipway again.");
      }
    }
  }

  private static String path(StepContext context) {
    return context.bench().environment().getOrDefault("PATH", "");
  }
}
