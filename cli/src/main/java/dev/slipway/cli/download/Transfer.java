package dev.slipway.cli.download;

import com.google.protobuf.ByteString;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.v1.Artifact;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Brings an artifact here and checks it. */
final class Transfer {
  private Transfer() {}

  /**
   * Writes to a temporary file beside {@code file} and renames it when it is whole; whatever was
   * there before stays until then.
   */
  static Artifact toFile(String name, Coordinator coordinator, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path temporary = Files.createTempFile(folder, ".slipway-", ".part");
    try {
      Artifact artifact;
      try (OutputStream out = Files.newOutputStream(temporary)) {
        artifact = toStream(name, coordinator, chunk -> write(chunk, out));
      }
      move(temporary, file);
      return artifact;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Hands on the bytes as they come.
   *
   * @throws Problem when the sha256 of what came is wrong
   */
  static Artifact toStream(String name, Coordinator coordinator, Consumer<ByteString> bytes) {
    MessageDigest sha256 = newSha256();
    Artifact artifact =
        coordinator.call(
            new ArtifactStream(
                name,
                coordinator,
                chunk -> {
                  sha256.update(chunk.asReadOnlyByteBuffer());
                  bytes.accept(chunk);
                }));
    String actual = HexFormat.of().formatHex(sha256.digest());
    if (!actual.equals(artifact.getSha256())) {
      throw new Problem(
          ExitCode.REFUSED,
          "what came of "
              + name
              + " is damaged: sha256 "
              + actual
              + ", expected "
              + artifact.getSha256(),
          "download it again");
    }
    return artifact;
  }

  private static void write(ByteString chunk, OutputStream out) {
    try {
      chunk.writeTo(out);
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException notHere) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // Every Java platform has it.
    }
  }
}
