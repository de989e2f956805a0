package dev.slipway.cli.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/**
 * The rules that hold in one folder: those of its own {@code .gitignore}, then those of the folders
 * around it, as git reads them (https://git-scm.com/docs/gitignore).
 */
final class IgnoreRules {
  /** Never part of a source: history, and what an install brings. */
  private static final Set<String> ALWAYS = Set.of(".git", "node_modules");

  private final @Nullable IgnoreRules around;
  private final String folder;
  private final IgnoreNode own;

  private IgnoreRules(@Nullable IgnoreRules around, String folder, IgnoreNode own) {
    this.around = around;
    this.folder = folder;
    this.own = own;
  }

  /**
   * The rules in a folder.
   *
   * @param around the rules around it; null at the top
   * @param folder its path from the top with a slash at the end; empty at the top
   * @param directory where to read its {@code .gitignore}
   */
  static IgnoreRules in(@Nullable IgnoreRules around, String folder, Path directory)
      throws IOException {
    IgnoreNode own = new IgnoreNode();
    Path file = directory.resolve(".gitignore");
    if (Files.isRegularFile(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        own.parse(in);
      }
    }
    return new IgnoreRules(around, folder, own);
  }

  /**
   * Whether to leave an entry out.
   *
   * @param name its name in this folder
   */
  boolean ignores(String name, boolean isDirectory) {
    return ALWAYS.contains(name) || ignoresPath(folder + name, isDirectory);
  }

  private boolean ignoresPath(String path, boolean isDirectory) {
    Boolean ignored = own.checkIgnored(path.substring(folder.length()), isDirectory);
    if (ignored != null) {
      return ignored;
    }
    return around != null && around.ignoresPath(path, isDirectory);
  }
}
