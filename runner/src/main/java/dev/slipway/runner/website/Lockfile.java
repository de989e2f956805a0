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

  /** Its format's version: {@code 9.0} of a pnpm-lock.yaml. */
  static Optional<String> pnpmVersion(Path root) throws IOException {
    Path file = root.resolve("pnpm-lock.yaml");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(file)) {
      return lines
          .limit(20)
          .filter(line -> line.startsWith("lockfileVersion:"))
          .map(line -> line.substring("lockfileVersion:".length()).replaceAll("['\"\\s]", ""))
          .findFirst();
    }
  }
}
