package dev.slipway.bench.database;

import dev.slipway.bench.measure.Talk;
import dev.slipway.coordinator.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/**
 * Everything that a bench writes, in one folder that one bench at a time may use: two at once would
 * measure each other.
 */
public final class WorkFolder implements AutoCloseable {
  private final Path root;
  private final FileChannel lockFile;

  private WorkFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Takes the folder, and clears away what a killed bench left there: its Postgres is ended first.
   *
   * @param root made when missing; nothing else may be kept in it
   * @param cacheDir where the Postgres programs are
   * @throws IllegalStateException when another bench has it
   */
  public static WorkFolder open(Path root, Path cacheDir) throws IOException {
    Files.createDirectories(root);
    var lockFile =
        FileChannel.open(
            root.resolveSibling(root.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    if (!locked(lockFile)) {
      lockFile.close();
      throw new IllegalStateException(
          "another bench works in %s; wait for its end, or set SLIPWAY_BENCH_DIR to another folder"
              .formatted(root));
    }
    var folder = new WorkFolder(root.toRealPath(), lockFile);
    if (Files.exists(folder.postgres().resolve("postmaster.pid"))) {
      Talk.say("ending the Postgres that a killed bench left in %s", root);
      EmbeddedDatabase.start(folder.postgres(), cacheDir).close();
    }
    folder.clear();
    Files.createDirectories(folder.root);
    return folder;
  }

  /** The database's data folder; made by the database. */
  public Path postgres() {
    return root.resolve("postgres");
  }

  /** A file or folder in it. */
  public Path resolve(String name) {
    return root.resolve(name);
  }

  /** The kind of file system it is on, as in {@code ext4}. */
  public String fileSystem() throws IOException {
    return Files.getFileStore(root).type();
  }

  /** Deletes everything and lets the next bench in. Whatever works in it must have ended. */
  @Override
  public void close() throws IOException {
    clear();
    lockFile.close();
  }

  private static boolean locked(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very process has it
    }
  }

  private void clear() throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (var all = Files.walk(root)) {
      for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
