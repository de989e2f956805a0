package dev.slipway.runner.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where an attempt works. All but the cache are made by it and removed at its end.
 *
 * @param work the source, unpacked; commands run here
 * @param home the commands' HOME
 * @param tmp the commands' TMPDIR, and the runner's own short-lived files
 * @param cache shared between attempts: package caches and tools
 */
public record Folders(Path work, Path home, Path tmp, Path cache) {
  /** The folders of the attempt whose files lie in {@code attempt}, made if missing. */
  public static Folders in(Path attempt, Path cache) throws IOException {
    Folders folders =
        new Folders(
            attempt.resolve("work"), attempt.resolve("home"), attempt.resolve("tmp"), cache);
    Files.createDirectories(folders.work);
    Files.createDirectories(folders.home);
    Files.createDirectories(folders.tmp);
    Files.createDirectories(folders.cache);
    return folders;
  }

  /** Removes all but the cache. */
  public void remove() throws IOException {
    Removal.of(work);
    Removal.of(home);
    Removal.of(tmp);
  }
}
