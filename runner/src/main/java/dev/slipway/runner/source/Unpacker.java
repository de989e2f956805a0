package dev.slipway.runner.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes entries below one folder, each checked first. The folder must be empty and nobody else's.
 */
final class Unpacker {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path folder;
  private final Budget budget;
  private final NameRegistry names = new NameRegistry();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int files;

  Unpacker(Path folder, Budget budget) {
    this.folder = folder;
    this.budget = budget;
  }

  Budget budget() {
    return budget;
  }

  int files() {
    return files;
  }

  /** An entry that is a folder. */
  void folder(String name) throws IOException {
    budget.entry(name);
    List<String> segments = EntryName.segments(name, budget.depthMax(), true);
    if (isResourceFork(segments)) {
      return;
    }
    names.folder(segments);
    Files.createDirectories(resolve(segments));
  }

  /** An entry that is a file; {@code content} is read to its end and not closed. */
  void file(String name, boolean executable, InputStream content) throws IOException {
    budget.entry(name);
    List<String> segments = EntryName.segments(name, budget.depthMax(), false);
    if (segments.isEmpty()) {
      throw InvalidSource.entry(name, "is a file without a name");
    }
    if (isResourceFork(segments)) {
      copy(name, content, OutputStream.nullOutputStream());
      return;
    }
    names.file(segments);
    Path path = resolve(segments);
    Files.createDirectories(resolve(segments.subList(0, segments.size() - 1)));
    // CREATE_NEW never opens what is there already, and so never writes through a link.
    try (OutputStream out =
        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      copy(name, content, out);
    }
    if (executable) {
      boolean _ = path.toFile().setExecutable(true);
    }
    files++;
  }

  /** An entry that is neither. */
  InvalidSource refused(String name, String kind) {
    return InvalidSource.entry(name, "is a " + kind + "; only files and folders are taken");
  }

  private void copy(String name, InputStream content, OutputStream out) throws IOException {
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      budget.bytes(name, read);
      out.write(buffer, 0, read);
      if (Thread.currentThread().isInterrupted()) {
        throw new IOException("stopped");
      }
    }
  }

  private Path resolve(List<String> segments) throws InvalidSource {
    Path path = folder.resolve(String.join("/", segments)).normalize();
    if (!path.startsWith(folder)) {
      throw InvalidSource.entry(String.join("/", segments), "leaves its folder");
    }
    return path;
  }

  /**
   * What macOS adds to every zip; it is no part of the project and would hide a single top folder.
   */
  private static boolean isResourceFork(List<String> segments) {
    return !segments.isEmpty() && segments.getFirst().equals("__MACOSX");
  }
}
