package dev.slipway.cli.logs;

import com.google.protobuf.ByteString;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/** Brings a log into a file, which appears when the log is whole; a cut in between is made good. */
final class LogFile {
  private LogFile() {}

  /** Brings bytes. */
  @FunctionalInterface
  interface Source {
    /** Hands on every byte, in order, and returns when there are no more. */
    void to(Consumer<ByteString> sink);
  }

  /**
   * Writes to a temporary file beside {@code file} and renames it when all has come; whatever was
   * there before stays until then.
   */
  static void write(Path file, Source source) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new Problem(
          ExitCode.USAGE, file + " cannot be written: name a file in a folder that is there");
    }
    Path temporary = Files.createTempFile(folder, ".slipway-", ".part");
    try {
      try (OutputStream out = Files.newOutputStream(temporary)) {
        source.to(bytes -> write(bytes, out));
      }
      move(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void write(ByteString bytes, OutputStream out) {
    try {
      bytes.writeTo(out);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException notHere) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
