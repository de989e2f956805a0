package dev.slipway.runner.website;

import java.io.IOException;

/**
 * The version of a package manager that a project needs.
 *
 * @param npmPackage that brings it
 */
record ToolVersion(String npmPackage, String version) {

  /**
   * What package.json names; else the last version that writes the lockfile's format and runs on
   * Node 20.
   */
  static ToolVersion of(ManagerChoice choice, Project project) throws IOException {
    return switch (choice.manager()) {
      case NPM -> throw new IllegalArgumentException("npm comes with Node");
      case PNPM -> new ToolVersion("pnpm", choice.version().orElse(pnpmFor(project)));
      case YARN_CLASSIC -> new ToolVersion("yarn", choice.version().orElse("1.22.22"));
      case YARN_BERRY ->
          new ToolVersion("@yarnpkg/cli-dist", choice.version().orElse(berryFor(project)));
    };
  }

  /**
   * https://github.com/pnpm/spec/tree/master/lockfile: each format is of one or two major versions.
   */
  private static String pnpmFor(Project project) throws IOException {
    String format = Lockfile.pnpmVersion(project.root()).orElse("9.0");
    return switch (format.split("\\.", 2)[0]) {
      case "5" -> "7.33.7";
      case "6" -> "8.15.9";
      default -> "10.34.8";
    };
  }

  /**
   * Yarn writes the number of the format; a later yarn would change the lockfile, which a frozen
   * install refuses.
   */
  private static String berryFor(Project project) throws IOException {
    int format = Lockfile.berryVersion(project.root());
    return format < 8 ? "3.8.7" : format == 8 ? "4.13.0" : "4.18.1";
  }

  int major() {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }
}
