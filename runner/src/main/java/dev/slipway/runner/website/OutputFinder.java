package dev.slipway.runner.website;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the folder that a build wrote its site to, by where it wrote an index.html. */
final class OutputFinder {
  /**
   * First wins. Each is what some tool writes to by itself; a folder that is written but not named
   * here comes after these.
   */
  private static final List<PathMatcher> KNOWN =
      List.of(
              "dist",
              "build",
              "out",
              ".output/public",
              "dist/*/browser",
              "dist/browser",
              "dist/client",
              "build/client",
              "_site",
              "public",
              "docs/.vitepress/dist",
              ".vitepress/dist",
              "storybook-static")
          .stream()
          .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
          .toList();

  /** Where a site may lie that was not built: as it came. */
  private static final List<Path> AS_IT_CAME =
      List.of(
          Path.of(""),
          Path.of("public"),
          Path.of("dist"),
          Path.of("build"),
          Path.of("out"),
          Path.of("docs"));

  private OutputFinder() {}

  /** The folder, relative to the root, that the build wrote; empty when it wrote no page. */
  static Optional<Path> written(IndexFiles before, IndexFiles after) {
    Set<Path> fresh = after.newSince(before);
    for (PathMatcher known : KNOWN) {
      Optional<Path> match = fresh.stream().filter(known::matches).findFirst();
      if (match.isPresent()) {
        return match;
      }
    }
    return fresh.stream().findFirst();
  }

  /** The folder, relative to the root, that can be published as it came. */
  static Optional<Path> asItCame(IndexFiles pages) {
    return AS_IT_CAME.stream().filter(pages.stamps()::containsKey).findFirst();
  }
}
