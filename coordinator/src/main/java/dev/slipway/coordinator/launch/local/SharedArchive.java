package dev.slipway.coordinator.launch.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where runners keep the classes that they loaded, so that the next one starts faster. */
final class SharedArchive {
  private SharedArchive() {}

  /**
   * The archive of a jar, beside it; the JVM makes it when it is missing. One that is older than
   * the jar or its libraries is removed: Java 25.0.3 was seen to crash on such (in {@code
   * AOTClassLocationConfig::validate}) instead of making it anew.
   */
  static Path of(Path jar) {
    // Never the jar itself, whatever its name: this file may be removed.
    var archive =
        jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", "") + ".jsa");
    try {
      if (Files.exists(archive) && outdated(archive, jar)) {
        Files.deleteIfExists(archive);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("look at " + archive, e);
    }
    return archive;
  }

  private static boolean outdated(Path archive, Path jar) throws IOException {
    if (newer(jar, archive)) {
      return true;
    }
    var libraries = jar.resolveSibling("lib");
    if (!Files.isDirectory(libraries)) {
      return false;
    }
    try (var files = Files.list(libraries)) {
      for (var library : files.toList()) {
        if (newer(library, archive)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean newer(Path file, Path than) throws IOException {
    return Files.exists(file)
        && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
  }
}
