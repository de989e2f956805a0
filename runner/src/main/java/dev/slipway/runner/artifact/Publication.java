package dev.slipway.runner.artifact;

import dev.slipway.runner.step.Reason;
import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.step.StepFailed;
import dev.slipway.runner.v1.ResultArtifact;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Packs and stores artifacts of one step. */
public final class Publication {
  private static final int NAMES_SHOWN = 5;

  private final StepContext context;

  /** For the step of {@code context}. */
  public Publication(StepContext context) {
    this.context = context;
  }

  /**
   * Packs {@code folder} as {@code site.zip} and stores it. Blocks until it is committed.
   *
   * @param kept false for a relative name that is left out with all below it
   * @param site whether it can be served as a website
   */
  public ResultArtifact folder(Path folder, Predicate<Path> kept, boolean site)
      throws StepFailed, IOException, InterruptedException {
    SiteFiles found = SiteFiles.of(folder.toRealPath(), kept);
    if (found.files().isEmpty()) {
      throw new StepFailed(
          Reason.CONFIG_ERROR,
          "The output folder `" + folder.getFileName() + "` has no files.",
          "Look at what the steps before it write, and where.");
    }
    warnSkipped(found.skipped());
    Path zip = context.folders().tmp().resolve("site.zip");
    new SiteZip(context.limits()).write(found.files(), zip);
    context.say(
        String.format(
            Locale.ROOT,
            "Packed %,d files into site.zip, %,d bytes.",
            found.files().size(),
            Files.size(zip)));
    return file(zip, "site.zip", "application/zip", site);
  }

  /** Stores one file. Blocks until it is committed. */
  public ResultArtifact file(Path file, String name, String mediaType, boolean site)
      throws StepFailed, IOException, InterruptedException {
    String sha256 = sha256(file);
    long size = Files.size(file);
    try {
      context.bench().store().put(file, sha256, size);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED) {
        throw e;
      }
      throw new StepFailed(
          Reason.STORE_FULL,
          "The store did not take "
              + name
              + " ("
              + size
              + " bytes): "
              + e.getStatus().getDescription()
              + ".",
          "Make room in Slipway's store, or publish less.");
    }
    return ResultArtifact.newBuilder()
        .setName(name)
        .setSha256(sha256)
        .setSizeBytes(size)
        .setMediaType(mediaType)
        .setSite(site)
        .build();
  }

  private void warnSkipped(List<String> skipped) {
    if (!skipped.isEmpty()) {
      String names = String.join(", ", skipped.subList(0, Math.min(NAMES_SHOWN, skipped.size())));
      context.warn(
          "LINKS_SKIPPED",
          "Not published, because they are neither files nor links to files inside the output"
              + " folder: "
              + names
              + (skipped.size() > NAMES_SHOWN
                  ? " and " + (skipped.size() - NAMES_SHOWN) + " more."
                  : "."));
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      long _ = in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
