package dev.slipway.runner.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Reads a zip by its central directory, as every unzip program does; what lies between its entries
 * is never looked at.
 */
final class ZipSource {
  private static final int OWNER_MAY_EXECUTE = 0100;

  private ZipSource() {}

  static void unpack(Path archive, Unpacker unpacker) throws IOException {
    ZipDirectory.check(archive, unpacker.budget());
    try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
        take(zip, entry, unpacker);
      }
    } catch (InvalidSource e) {
      throw e;
    } catch (ZipException | java.io.EOFException | IllegalArgumentException e) {
      throw notAZip(e);
    }
  }

  private static void take(ZipFile zip, ZipArchiveEntry entry, Unpacker unpacker)
      throws IOException {
    String name = entry.getName();
    refuseSpecial(entry, unpacker);
    if (entry.isDirectory()) {
      unpacker.folder(name);
      return;
    }
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw InvalidSource.entry(name, "is encrypted; Slipway has no password for it");
    }
    if (!zip.canReadEntryData(entry)) {
      throw InvalidSource.entry(
          name, "is packed by method " + entry.getMethod() + "; only stored and deflated are read");
    }
    try (InputStream content = zip.getInputStream(entry)) {
      boolean executable = (entry.getUnixMode() & OWNER_MAY_EXECUTE) != 0;
      unpacker.file(name, executable, new CheckedContent(content, entry));
    }
  }

  private static void refuseSpecial(ZipArchiveEntry entry, Unpacker unpacker) throws InvalidSource {
    int kind = entry.getUnixMode() & UnixStat.FILE_TYPE_FLAG;
    if (kind == UnixStat.LINK_FLAG) {
      throw unpacker.refused(entry.getName(), "symbolic link");
    }
    if (kind != 0 && kind != UnixStat.FILE_FLAG && kind != UnixStat.DIR_FLAG) {
      throw unpacker.refused(entry.getName(), "device or another special entry");
    }
  }

  static InvalidSource notAZip(Exception e) {
    InvalidSource broken =
        new InvalidSource(
            "The archive is not a zip file, or ends in the middle: " + e.getMessage() + ".",
            "Pack it again.");
    broken.initCause(e);
    return broken;
  }
}
