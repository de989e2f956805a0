package dev.slipway.runner.source;

import com.github.luben.zstd.ZstdInputStream;
import dev.slipway.runner.v1.PlanArchive.Format;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** One archive on disk. */
final class Archive {
  private Archive() {}

  /**
   * Unpacks {@code file}.
   *
   * @throws InvalidSource when it is refused; what was written before stays
   * @throws IOException when the disk refuses
   */
  static void unpack(Path file, Format format, Unpacker unpacker) throws IOException {
    if (format == Format.FORMAT_ZIP) {
      ZipSource.unpack(file, unpacker);
    } else {
      try (InputStream packed = new BufferedInputStream(Files.newInputStream(file));
          InputStream tar = new Unpacked(open(packed, format))) {
        TarSource.unpack(tar, unpacker);
      }
    }
    if (unpacker.files() == 0) {
      throw new InvalidSource("The archive holds no files.", "Pack the project's folder again.");
    }
  }

  private static InputStream open(InputStream packed, Format format) throws IOException {
    try {
      return switch (format) {
        case FORMAT_TAR_GZ ->
            GzipCompressorInputStream.builder()
                .setInputStream(packed)
                .setDecompressConcatenated(true)
                .get();
        case FORMAT_TAR_ZST -> new ZstdInputStream(packed);
        case FORMAT_TAR -> packed;
        case FORMAT_ZIP, FORMAT_UNSPECIFIED, UNRECOGNIZED ->
            throw new IllegalArgumentException("no stream of format " + format);
      };
    } catch (IOException e) {
      throw TarSource.notATar(e);
    }
  }
}
