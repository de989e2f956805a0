package dev.slipway.coordinator.blob;

import static java.nio.file.StandardOpenOption.READ;

import dev.slipway.coordinator.build.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Objects;

/** Files that shall outlive a power cut, and disks that are full. */
final class Disk {
  private Disk() {}

  static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Renames a file whose bytes are on the disk already, durably. */
  static void publish(Path from, Path to) throws IOException {
    Path folder = Objects.requireNonNull(to.getParent());
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      sync(Objects.requireNonNull(folder.getParent()));
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
  }

  /** The rename itself is on the disk only when its folder is. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  /** A refusal when the disk is full, else the exception as it is. */
  static RuntimeException failed(String act, IOException cause) {
    String words = cause.toString().toLowerCase(Locale.ROOT);
    if (words.contains("no space left on device") || words.contains("quota exceeded")) {
      return new Refusal(
          new Refusal.Kind.Exhausted(
              "blob store",
              "There is no room left in the blob store. Its operator must free some; then"
                  + " repeat."));
    }
    return new UncheckedIOException(act, cause);
  }
}
