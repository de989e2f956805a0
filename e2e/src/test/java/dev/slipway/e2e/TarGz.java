package dev.slipway.e2e;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/** Packs a tar.gz, also one that no honest tool would make. */
public final class TarGz {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar;

  public TarGz() {
    try {
      tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes));
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a folder, without {@code node_modules}. */
  public static byte[] of(Path folder) {
    var archive = new TarGz();
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var name = folder.relativize(file);
        if (!name.startsWith("node_modules")) {
          archive.file(name.toString(), Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return archive.bytes();
  }

  /** A file under exactly this name, however bad it is. */
  public TarGz file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** A file under exactly this name, however bad it is. */
  public TarGz file(String name, byte[] content) {
    return file(name, content.length, new ByteArrayInputStream(content));
  }

  /** A file of a block, so many times. */
  public TarGz file(String name, byte[] block, int times) {
    var blocks = Collections.nCopies(times, block).iterator();
    var content =
        new SequenceInputStream(
            new Enumeration<>() {
              @Override
              public boolean hasMoreElements() {
                return blocks.hasNext();
              }

              @Override
              public InputStream nextElement() {
                return new ByteArrayInputStream(blocks.next());
              }
            });
    return file(name, (long) block.length * times, content);
  }

  private TarGz file(String name, long size, InputStream content) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
    entry.setSize(size);
    return put(entry, content);
  }

  /** A symbolic link. */
  public TarGz link(String name, String target) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
    entry.setLinkName(target);
    return put(entry, InputStream.nullInputStream());
  }

  /** A hard link. */
  public TarGz hardLink(String name, String target) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_LINK, true);
    entry.setLinkName(target);
    return put(entry, InputStream.nullInputStream());
  }

  /** A character device. */
  public TarGz device(String name) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_CHR, true);
    entry.setDevMajor(1);
    entry.setDevMinor(3);
    return put(entry, InputStream.nullInputStream());
  }

  /** The whole archive; nothing can be added after this. */
  public byte[] bytes() {
    try {
      tar.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private TarGz put(TarArchiveEntry entry, InputStream content) {
    try {
      tar.putArchiveEntry(entry);
      content.transferTo(tar);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }
}
