package dev.slipway.runner.website;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A lockfile and whose it is.
 *
 * @param name its file name
 */
record Lockfile(Manager manager, String name) {
  private static final int HEAD_LINES = 20;

  /** What yarn writes today; any later number has the same effect. */
  private static final int NEW_BERRY = 10;

  /**
   * The lockfiles of {@code project}, most telling first: package-lock.json comes last, because a
   * stray {@code npm install} leaves one where another manager is used.
   */
  static List<Lockfile> of(Project project) throws IOException {
    List<Lockfile> found = new ArrayList<>();
    if (project.has("pnpm-lock.yaml")) {
      found.add(new Lockfile(Manager.PNPM, "pnpm-lock.yaml"));
    }
    if (project.has("yarn.lock")) {
      found.add(new Lockfile(yarn(project), "yarn.lock"));
    }
    for (String name : List.of("npm-shrinkwrap.json", "package-lock.json")) {
      if (project.has(name)) {
        found.add(new Lockfile(Manager.NPM, name));
      }
    }
    return found;
  }

  private static Manager yarn(Project project) throws IOException {
    String text = Files.readString(project.root().resolve("yarn.lock"));
    if (text.contains("__metadata:")) {
      return Manager.YARN_BERRY;
    }
    // Yarn 2 and later take an empty yarn.lock for the mark of a project's root.
    boolean berry = text.isBlank() && (project.has(".yarnrc.yml") || ManagerField.isBerry(project));
    return berry ? Manager.YARN_BERRY : Manager.YARN_CLASSIC;
  }

  /** The format's version of a pnpm-lock.yaml: {@code 9.0}; empty when there is none. */
  static Optional<String> pnpmVersion(Path root) throws IOException {
    return setting(root.resolve("pnpm-lock.yaml"), "lockfileVersion:");
  }

  /**
   * The format's version of a yarn.lock of yarn 2 or later; a new project's when it does not say.
   */
  static int berryVersion(Path root) throws IOException {
    return setting(root.resolve("yarn.lock"), "  version:")
        .filter(version -> version.matches("\\d{1,3}"))
        .map(Integer::parseInt)
        .orElse(NEW_BERRY);
  }

  private static Optional<String> setting(Path file, String key) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(file)) {
      return lines
          .limit(HEAD_LINES)
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.length()).replaceAll("['\"\\s]", ""))
          .findFirst();
    }
  }
}
