package dev.slipway.cli.pack;

import dev.slipway.v1.ArchiveFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A packed source, ready to be sent.
 *
 * @param file its bytes
 * @param format how it is packed
 * @param sizeBytes of the whole file
 * @param sha256 of the whole file, lower-case hex
 * @param temporary whether the file was made for this command and goes away with it
 */
public record Archive(
    Path file, ArchiveFormat format, long sizeBytes, String sha256, boolean temporary)
    implements AutoCloseable {
  /** Reads the whole file once, for its size and sha256. */
  public static Archive of(Path file, ArchiveFormat format, boolean temporary) throws IOException {
    Limits.checkArchive(file.toString(), Files.size(file));
    MessageDigest sha256 = newSha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
      long size = in.transferTo(OutputStream.nullOutputStream());
      return new Archive(file, format, size, HexFormat.of().formatHex(sha256.digest()), temporary);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // Every Java platform has it.
    }
  }

  /** Removes the file when it is temporary. */
  @Override
  public void close() throws IOException {
    if (temporary) {
      Files.deleteIfExists(file);
    }
  }
}
