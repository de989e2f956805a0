package dev.slipway.coordinator.source;

import dev.slipway.coordinator.blob.Sha256;
import dev.slipway.coordinator.build.BuildSpec.ArchiveFormat;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;

/** A request's inline files as an archive, in memory: {@link Sources#store} makes it a source. */
public final class PackedFiles {
  private final byte[] tar;
  private final SourceSpec.Archive archive;

  private PackedFiles(byte[] tar) {
    this.tar = tar;
    this.archive = new SourceSpec.Archive(Sha256.of(tar), tar.length, ArchiveFormat.TAR);
  }

  /**
   * Packs files: the same ones always make the same archive.
   *
   * @param files path with {@code /} to content, checked by the caller
   */
  public static PackedFiles of(Map<String, byte[]> files) {
    return new PackedFiles(InlineTar.of(files));
  }

  /** The archive as builds name it. */
  public SourceSpec.Archive archive() {
    return archive;
  }

  InputStream bytes() {
    return new ByteArrayInputStream(tar);
  }
}
