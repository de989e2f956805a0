package dev.slipway.cli.pack;

import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.v1.ArchiveFormat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Packs a folder as tar.gz. The same files give the same bytes – times, owners and the order on
 * disk are left out – so that an unchanged folder is not uploaded again. Gzip and not zstd: it
 * needs no native library, whose unpacking would cost every small submit more than the better ratio
 * saves.
 */
public final class Folder {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int MODE_FILE = 0644;
  private static final int MODE_EXECUTABLE = 0755;

  private Folder() {}

  /**
   * Writes the folder to a temporary file, which the caller closes.
   *
   * @throws Problem when the folder holds nothing, something that cannot be packed, or more than a
   *     limit
   */
  public static Archive pack(Path folder) throws IOException {
    List<Listing.Entry> entries = Listing.of(folder);
    if (entries.isEmpty()) {
      throw new Problem(
          ExitCode.USAGE, folder + " holds nothing to build that .gitignore does not name");
    }
    Path file = Files.createTempFile("slipway-source-", ".tar.gz"); // Only its owner may read it.
    try {
      write(entries, file);
      return Archive.of(file, ArchiveFormat.ARCHIVE_FORMAT_TAR_GZ, true);
    } catch (IOException | RuntimeException failed) {
      Files.deleteIfExists(file);
      throw failed;
    }
  }

  private static void write(List<Listing.Entry> entries, Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(
                new GZIPOutputStream(out, BUFFER_BYTES), StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (Listing.Entry entry : entries) {
        write(entry, tar);
      }
    }
  }

  private static void write(Listing.Entry entry, TarArchiveOutputStream tar) throws IOException {
    TarArchiveEntry header = new TarArchiveEntry(entry.path());
    header.setSize(entry.sizeBytes());
    header.setMode(entry.isExecutable() ? MODE_EXECUTABLE : MODE_FILE);
    header.setModTime(0);
    header.setUserName("");
    header.setGroupName("");
    tar.putArchiveEntry(header);
    if (!header.isDirectory()) {
      copy(entry, tar);
    }
    tar.closeArchiveEntry();
  }

  private static void copy(Listing.Entry entry, TarArchiveOutputStream tar) throws IOException {
    try (InputStream in = Files.newInputStream(entry.file())) {
      byte[] bytes = new byte[BUFFER_BYTES];
      long copied = 0;
      for (int read = in.read(bytes); read > 0; read = in.read(bytes)) {
        copied += read;
        if (copied > entry.sizeBytes()) {
          break;
        }
        tar.write(bytes, 0, read);
      }
      if (copied != entry.sizeBytes()) {
        throw new Problem(
            ExitCode.LOCAL, entry.path() + " changed while it was packed; submit again");
      }
    }
  }
}
