package dev.slipway.runner.artifact;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The files of a folder that can be published.
 *
 * @param files by their name in the archive, in its order
 * @param skipped names of what is neither a file nor a link to one inside the folder
 */
record SiteFiles(SortedMap<String, Path> files, List<String> skipped) {

  /**
   * Looks through {@code folder}.
   *
   * @param folder a real path
   * @param kept false for a name, relative to the folder, that is left out with all below it
   */
  static SiteFiles of(Path folder, Predicate<Path> kept) throws IOException {
    SiteFiles found = new SiteFiles(new TreeMap<>(), new ArrayList<>());
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
            return inner.equals(folder) || kept.test(folder.relativize(inner))
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path name = folder.relativize(file);
            if (kept.test(name)) {
              found.add(folder, name.toString(), file, attributes);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private void add(Path folder, String name, Path file, BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      files.put(name, file);
    } else if (attributes.isSymbolicLink() && leadsToFileIn(folder, file)) {
      files.put(name, file);
    } else {
      skipped.add(name);
    }
  }

  private static boolean leadsToFileIn(Path folder, Path link) {
    try {
      Path target = link.toRealPath();
      return target.startsWith(folder) && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return false; // It leads nowhere, or in a circle.
    }
  }
}
