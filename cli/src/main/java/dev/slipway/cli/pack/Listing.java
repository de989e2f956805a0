package dev.slipway.cli.pack;

import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists what of a folder is packed, sorted by name within each folder. A symlink stands for what it
 * points to, as long as that is in the folder too: an unpacked link could lead anywhere.
 */
final class Listing {
  private final Path top;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<Path> open = new HashSet<>();
  private long bytes;

  /**
   * @param path from the top, with {@code /}; an empty folder ends with one
   * @param file where its bytes are
   * @param sizeBytes 0 for an empty folder
   */
  record Entry(String path, Path file, long sizeBytes, boolean isExecutable) {}

  private Listing(Path top) throws IOException {
    this.top = top.toRealPath();
  }

  /** Reads the tree below {@code top}, without the contents of its files. */
  static List<Entry> of(Path top) throws IOException {
    Listing listing = new Listing(top);
    listing.folder(listing.top, "", null);
    return listing.entries;
  }

  private void folder(Path directory, String folder, @Nullable IgnoreRules around)
      throws IOException {
    Path real = directory.toRealPath();
    if (!open.add(real)) {
      throw refused(folder, "links to a folder that it lies in");
    }
    IgnoreRules rules = IgnoreRules.in(around, folder, directory);
    List<Path> children;
    try (Stream<Path> listed = Files.list(directory)) {
      children = listed.sorted().toList();
    }
    for (Path child : children) {
      String name = String.valueOf(child.getFileName());
      if (!rules.ignores(name, Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))) {
        child(child, folder + name, rules);
      }
    }
    if (children.isEmpty() && !folder.isEmpty()) {
      add(new Entry(folder, directory, 0, true));
    }
    open.remove(real);
  }

  private void child(Path child, String path, IgnoreRules rules) throws IOException {
    Limits.checkDepth(path);
    if (Files.isSymbolicLink(child)) {
      checkLink(child, path);
    }
    if (Files.isDirectory(child)) {
      folder(child, path + "/", rules);
    } else if (Files.isRegularFile(child)) {
      add(new Entry(path, child, Files.size(child), Files.isExecutable(child)));
    } else {
      throw refused(path, "is neither a file nor a folder");
    }
  }

  private void checkLink(Path link, String path) throws IOException {
    if (!Files.exists(link)) {
      throw refused(
          path, "is a link to " + Files.readSymbolicLink(link) + ", which does not exist");
    }
    if (!link.toRealPath().startsWith(top)) {
      throw refused(path, "is a link to " + Files.readSymbolicLink(link) + ", outside the folder");
    }
  }

  private void add(Entry entry) {
    entries.add(entry);
    bytes += entry.sizeBytes();
    Limits.checkEntries(top.toString(), entries.size());
    Limits.checkUnpacked(top.toString(), bytes);
  }

  private static Problem refused(String path, String why) {
    return new Problem(
        ExitCode.USAGE,
        path + " " + why + ", so it cannot be packed",
        "remove it, or name it in .gitignore");
  }
}
