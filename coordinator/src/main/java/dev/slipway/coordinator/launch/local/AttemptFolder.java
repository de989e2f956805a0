package dev.slipway.coordinator.launch.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The folder of an attempt: what is written down about it. It is named by the attempt's uid; the
 * process that is started in it writes its pid into it before it becomes the runner. Renaming it
 * therefore fences: a start that has not got so far cannot, and one that has is found.
 */
record AttemptFolder(Path path) {
  private static final String ENDED = ".ended";
  private static final int LAST_WORDS_BYTES = 2048;

  /**
   * What is executed in the folder: writes down the process id by an absolute name, so that it
   * fails in a folder that was renamed, and becomes the runner under that same id.
   */
  static final String START =
      "echo $$ > \"$0/pid.tmp\" && mv \"$0/pid.tmp\" \"$0/pid\" && exec \"$@\"";

  static AttemptFolder create(Path attemptsDir, UUID attemptUid) throws IOException {
    Files.createDirectories(attemptsDir);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    return new AttemptFolder(
        Files.createDirectory(attemptsDir.resolve(attemptUid.toString()), mode));
  }

  /** The folders of attempts that an earlier run of the coordinator left, fenced or not. */
  static List<AttemptFolder> all(Path attemptsDir) throws IOException {
    try (var folders = Files.list(attemptsDir)) {
      return folders.map(AttemptFolder::new).toList();
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  /** The attempt's uid, as text: a folder that is not ours has another name. */
  String attemptUid() {
    var name = path.getFileName().toString();
    return name.endsWith(ENDED) ? name.substring(0, name.length() - ENDED.length()) : name;
  }

  /** Whatever is still about to start in this folder will fail. Safe to repeat. */
  AttemptFolder fence() throws IOException {
    if (path.getFileName().toString().endsWith(ENDED)) {
      return this;
    }
    var fenced = path.resolveSibling(attemptUid() + ENDED);
    return new AttemptFolder(Files.move(path, fenced, StandardCopyOption.ATOMIC_MOVE));
  }

  /** As {@link #fence}; of a folder that is gone, or was never there, nothing is left to start. */
  AttemptFolder fenceIfThere() throws IOException {
    try {
      return fence();
    } catch (NoSuchFileException gone) {
      return new AttemptFolder(path.resolveSibling(attemptUid() + ENDED));
    }
  }

  /** The attempt's uid; empty when the folder is not ours. */
  Optional<UUID> uid() {
    try {
      return Optional.of(UUID.fromString(attemptUid()));
    } catch (IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  /** What the runner reads at its start; it holds the token, so only the owner may read it. */
  void writeAttempt(String json) throws IOException {
    var file = path.resolve("attempt.json");
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, mode);
    Files.writeString(file, json, StandardOpenOption.WRITE);
  }

  /** The runner's own log. */
  Path runnerLog() {
    return path.resolve("runner.log");
  }

  /** The end of the runner's own log; empty when there is none. */
  String lastWords() {
    try (var file = Files.newByteChannel(runnerLog())) {
      file.position(Math.max(0, file.size() - LAST_WORDS_BYTES));
      var bytes = new byte[LAST_WORDS_BYTES];
      var buffer = java.nio.ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining() && file.read(buffer) >= 0) {}
      return new String(bytes, 0, buffer.position(), StandardCharsets.UTF_8)
          .replace('\0', '\uFFFD')
          .strip();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Removes the folder and all in it. Links are removed, not followed.
   *
   * @throws IOException when something of it stays; a build can leave paths that are too long
   */
  void delete() throws IOException {
    try (var files = Files.walk(path)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException gone) {
      // As it should be.
    } catch (UncheckedIOException inTheWalk) {
      throw inTheWalk.getCause();
    }
  }
}
