package dev.slipway.runner.website;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The folders of a project that hold an index.html, with what tells whether that file was written
 * again.
 *
 * @param stamps by folder, relative to the project's root
 */
record IndexFiles(Map<Path, String> stamps) {
  private static final int DEPTH_MAX = 8;

  /** Where frameworks keep what is not yet, or not at all, a site. */
  private static final Set<String> NEVER =
      Set.of(
          "node_modules",
          ".git",
          ".next",
          ".svelte-kit",
          ".nuxt",
          ".angular",
          ".cache",
          ".astro",
          "coverage");

  /** Looks through {@code root}. */
  static IndexFiles in(Path root) throws IOException {
    Map<Path, String> stamps = new HashMap<>();
    Files.walkFileTree(
        root,
        EnumSet.noneOf(java.nio.file.FileVisitOption.class),
        DEPTH_MAX,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NEVER.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.endsWith("index.html") && attributes.isRegularFile()) {
              stamps.put(root.relativize(file.resolveSibling("")), stamp(attributes));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // What cannot be read is not published either.
          }
        });
    return new IndexFiles(stamps);
  }

  /** Folders whose index.html is not as it was in {@code before}, nearest to the root first. */
  Set<Path> newSince(IndexFiles before) {
    Set<Path> found =
        new TreeSet<>(
            java.util.Comparator.comparingInt(Path::getNameCount)
                .thenComparing(java.util.Comparator.naturalOrder()));
    stamps.forEach(
        (folder, stamp) -> {
          if (!stamp.equals(before.stamps.get(folder))) {
            found.add(folder);
          }
        });
    return found;
  }

  private static String stamp(BasicFileAttributes attributes) {
    return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
  }
}
