package dev.slipway.coordinator.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The Postgres programs that zonky's jars carry, unpacked once per version into the cache dir. The
 * folder is named by the archive's hash and appears by one rename, so that a half-unpacked one is
 * never used and two coordinators may start at once.
 */
final class PostgresBinaries {
  /** What the data folder must be of; the version in the pom and this one change together. */
  static final String MAJOR = "18";

  private PostgresBinaries() {}

  /**
   * The folder that holds {@code bin/}, {@code lib/} and {@code share/}. Unpacks for some seconds
   * on first use.
   */
  static Path in(Path cacheDir) {
    try {
      byte[] archive = archive();
      Path folder = cacheDir.resolve("postgres").resolve(MAJOR + "-" + fingerprint(archive));
      if (!Files.isDirectory(folder)) {
        unpack(archive, folder);
      }
      return folder;
    } catch (IOException e) {
      throw StartFailure.io("Unpack Postgres into the cache dir " + cacheDir, e);
    }
  }

  private static byte[] archive() throws IOException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch");
    String kind =
        system.contains("mac") ? "darwin" : system.contains("windows") ? "windows" : "linux";
    // By name and not by zonky's resolver, which refuses to choose when a class path holds the same
    // jar twice.
    var name = "/postgres-%s-%s.txz".formatted(kind, machine.equals("amd64") ? "x86_64" : machine);
    try (InputStream in = PostgresBinaries.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new StartFailure(
            "There is no embedded Postgres for %s on %s in this distribution."
                .formatted(system, machine));
      }
      return in.readAllBytes();
    }
  }

  private static void unpack(byte[] archive, Path folder) throws IOException {
    Path parent = Files.createDirectories(folder.resolveSibling("unpacking"));
    Path unfinished = parent.resolve(UUID.randomUUID().toString());
    Files.createDirectory(unfinished);
    try (var tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new ByteArrayInputStream(archive), true))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        unpack(entry, tar, unfinished);
      }
    }
    try {
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another start was faster; its folder is as good.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      Trees.delete(unfinished);
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream bytes, Path folder)
      throws IOException {
    Path file = entry.resolveIn(folder);
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Path parent = Objects.requireNonNull(file.getParent());
    Files.createDirectories(parent);
    try {
      if (entry.isSymbolicLink()) {
        Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      } else {
        Files.copy(bytes, file);
        if (parent.endsWith("bin")) {
          file.toFile().setExecutable(true, false);
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException("the archive holds " + entry.getName() + " twice", e);
    }
  }

  private static String fingerprint(byte[] archive) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has SHA-256
    }
  }
}
