package dev.slipway.coordinator.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Tells other programs where a coordinator listens. It appears whole, when everything answers, and
 * is gone after a clean stop; after a kill it names a pid that is dead.
 */
record ReadyFile(Path file) {

  /** Where everything listens, each as {@code host:port}. */
  record Addresses(String grpc, String http, String preview) {}

  /**
   * Writes it.
   *
   * @param database its URL with the password, for a file that only the owner can read; else empty
   */
  void write(Addresses addresses, String database) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.writeString(
          temporary,
          """
          {"grpc":"%s","http":"%s","preview":"%s","pid":%d%s}
          """
              .formatted(
                  addresses.grpc(),
                  addresses.http(),
                  addresses.preview(),
                  ProcessHandle.current().pid(),
                  database.isEmpty() ? "" : ",\"database\":\"" + database + "\""));
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw StartFailure.io("The ready file " + file + " cannot be written", e);
    }
  }

  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw StartFailure.io("The ready file " + file + " cannot be removed", e);
    }
  }
}
