package dev.slipway.runner.artifact;

import dev.slipway.runner.step.Reason;
import dev.slipway.runner.step.StepFailed;
import dev.slipway.runner.v1.Limits;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a zip that is the same, bit for bit, for the same names and contents. */
final class SiteZip {
  /** The first moment a zip can hold: when files were built says nothing about them. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final int BUFFER_BYTES = 64 * 1024;

  private final Limits limits;

  SiteZip(Limits limits) {
    this.limits = limits;
  }

  /** Writes {@code files} to {@code zip}. */
  void write(Map<String, Path> files, Path zip)
      throws IOException, StepFailed, InterruptedException {
    if (files.size() > limits.getArtifactEntriesMax()) {
      throw new StepFailed(
          Reason.CONFIG_ERROR,
          String.format(
              Locale.ROOT,
              "The output folder has %,d files; the limit is %,d.",
              files.size(),
              limits.getArtifactEntriesMax()),
          "Publish only what the site serves; parameter output_dir names the folder.");
    }
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(zip), BUFFER_BYTES);
        Counted counted = new Counted(file);
        ZipOutputStream out = new ZipOutputStream(counted)) {
      for (Map.Entry<String, Path> each : files.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        entry.setTimeLocal(TIME);
        out.putNextEntry(entry);
        copy(each.getValue(), out, counted);
        out.closeEntry();
      }
    }
  }

  private void copy(Path from, OutputStream to, Counted counted)
      throws IOException, StepFailed, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(from)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        to.write(buffer, 0, read);
        if (counted.bytes > limits.getArtifactBytesMax()) {
          throw new StepFailed(
              Reason.CONFIG_ERROR,
              String.format(
                  Locale.ROOT,
                  "The output packs to more than %,d bytes (the limit).",
                  limits.getArtifactBytesMax()),
              "Publish only what the site serves; large media belong elsewhere.");
        }
        if (Thread.interrupted()) {
          throw new InterruptedException("packing was stopped");
        }
      }
    }
  }

  /** Counts what comes out. */
  private static final class Counted extends FilterOutputStream {
    private long bytes;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      out.write(from, offset, length);
      bytes += length;
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      bytes++;
    }
  }
}
