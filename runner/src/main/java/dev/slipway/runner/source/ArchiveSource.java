package dev.slipway.runner.source;

import dev.slipway.runner.step.Folders;
import dev.slipway.runner.step.Removal;
import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.v1.PlanArchive;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Fetches the plan's archive, checks it, unpacks it. */
final class ArchiveSource {
  private final StepContext context;

  ArchiveSource(StepContext context) {
    this.context = context;
  }

  void bring(PlanArchive archive) throws IOException, InterruptedException {
    Folders folders = context.folders();
    Path file = folders.tmp().resolve("source.archive");
    context.bench().store().fetch(archive.getSha256(), file);
    checkSha256(file, archive.getSha256());

    // Next to the work folder: it is moved there whole, or only its single top folder.
    Path unpacked = folders.work().resolveSibling("unpacked");
    Removal.of(unpacked);
    Files.createDirectories(unpacked);
    try {
      Unpacker unpacker = new Unpacker(unpacked, new Budget(context.limits(), Files.size(file)));
      Archive.unpack(file, archive.getFormat(), unpacker);
      Path root = TopFolder.of(unpacked, context.bench().plan(), archive.getFormat());
      Removal.of(folders.work());
      Files.move(root, folders.work());
      context.say(
          String.format(
              Locale.ROOT,
              "Unpacked %,d files, %,d bytes.",
              unpacker.files(),
              unpacker.budget().bytes()));
    } finally {
      Removal.of(unpacked);
      Files.deleteIfExists(file);
    }
  }

  private static void checkSha256(Path file, String wanted) throws IOException {
    String found = sha256(file);
    if (!found.equals(wanted)) {
      throw new InvalidSource(
          "The archive's sha256 is "
              + found
              + ", not "
              + wanted
              + " as it was when it was uploaded.",
          "Upload it again.");
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
