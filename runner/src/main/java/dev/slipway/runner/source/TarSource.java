package dev.slipway.runner.source;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a tar stream, its records already checked by {@link TarRecords}. */
final class TarSource {
  private static final int OWNER_MAY_EXECUTE = 0100;

  private TarSource() {}

  /**
   * Unpacks all of {@code tar} and reads it to its end, so that a checksum behind it is checked
   * too.
   */
  static void unpack(InputStream tar, Unpacker unpacker) throws IOException {
    TarRecords checked = new TarRecords(tar, unpacker.budget());
    try (TarArchiveInputStream entries = new TarArchiveInputStream(checked, "UTF-8")) {
      for (TarArchiveEntry entry = next(entries); entry != null; entry = next(entries)) {
        take(entry, entries, unpacker);
      }
      checked.drain();
    }
  }

  private static @Nullable TarArchiveEntry next(TarArchiveInputStream entries)
      throws InvalidSource {
    try {
      return entries.getNextEntry();
    } catch (IOException | IllegalArgumentException e) {
      throw InvalidSource.unreadable(e);
    }
  }

  private static void take(TarArchiveEntry entry, TarArchiveInputStream content, Unpacker unpacker)
      throws IOException {
    String name = entry.getName();
    if (entry.isSymbolicLink() || entry.isLink()) {
      throw unpacker.refused(name, entry.isLink() ? "hard link" : "symbolic link");
    }
    if (entry.isCharacterDevice() || entry.isBlockDevice()) {
      throw unpacker.refused(name, "device");
    }
    if (entry.isFIFO()) {
      throw unpacker.refused(name, "named pipe");
    }
    if (entry.isDirectory()) {
      unpacker.folder(name);
    } else if (entry.isFile() && !entry.isSparse()) {
      unpacker.file(name, (entry.getMode() & OWNER_MAY_EXECUTE) != 0, content);
    } else {
      throw unpacker.refused(name, entry.isSparse() ? "sparse file" : "special entry");
    }
  }
}
