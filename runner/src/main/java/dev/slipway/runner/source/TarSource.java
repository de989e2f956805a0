package dev.slipway.runner.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

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
      for (TarArchiveEntry entry = entries.getNextEntry();
          entry != null;
          entry = entries.getNextEntry()) {
        take(entry, entries, unpacker);
      }
      checked.drain();
    } catch (EOFException e) {
      throw truncated(e);
    } catch (InvalidSource e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw notATar(e);
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

  static InvalidSource truncated(IOException e) {
    return broken("ends in the middle", e);
  }

  static InvalidSource notATar(Exception e) {
    return broken("is not a tar file", e);
  }

  static InvalidSource broken(String how, Exception e) {
    InvalidSource broken =
        new InvalidSource("The archive " + how + ": " + e.getMessage() + ".", "Pack it again.");
    broken.initCause(e);
    return broken;
  }
}
