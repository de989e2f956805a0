package dev.slipway.coordinator.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code up} was asked for.
 *
 * @param host the address on which everything listens
 * @param grpcPort 0 for any, as the other ports
 * @param maxBuilds builds that run at a time, 1 or more
 * @param readyFile one more place for the ready file
 * @param database the Postgres to use; null: an own one in the data dir
 */
record UpOptions(
    String host,
    int grpcPort,
    int httpPort,
    int previewPort,
    int maxBuilds,
    Path dataDir,
    Path cacheDir,
    @Nullable Path readyFile,
    @Nullable DatabaseUrl database) {

  /** The most builds at a time that make sense on one machine. */
  static final int MAX_BUILDS_LIMIT = 1_000;

  UpOptions {
    port("--grpc-port", grpcPort);
    port("--http-port", httpPort);
    port("--preview-port", previewPort);
    if (maxBuilds < 1 || maxBuilds > MAX_BUILDS_LIMIT) {
      throw new IllegalArgumentException(
          "--max-builds " + maxBuilds + ": give 1 to " + MAX_BUILDS_LIMIT + ".");
    }
  }

  private static void port(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          option + " " + port + ": give 1 to 65535, or 0 for any free port.");
    }
  }
}
