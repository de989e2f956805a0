package dev.slipway.cli.link;

import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Finds out where the coordinator is. Asked again after each cut: an embedded one comes back on
 * another port.
 */
@FunctionalInterface
public interface Address {
  /**
   * {@code host:port}.
   *
   * @throws Problem when no coordinator runs
   */
  String find();

  /** The address that was named with {@code --server}. */
  static Address named(String server) {
    if (!server.matches("(\\[[0-9a-fA-F:.]+]|[^\\s:/\\[\\]]+):[0-9]{1,5}")) {
      throw new Problem(
          ExitCode.USAGE, "'" + server + "' is not a server; give HOST:PORT, as in 127.0.0.1:9090");
    }
    return () -> server;
  }

  /** The embedded coordinator of a data dir, by its ready file. */
  static Address ofDataDir(Path dataDir) {
    return () -> {
      try {
        return ReadyFile.read(ReadyFile.in(dataDir))
            .orElseThrow(
                () ->
                    new Problem(
                        ExitCode.UNREACHABLE,
                        "no coordinator runs on "
                            + dataDir
                            + ": start one with `slipway up`, or name one with --server HOST:PORT"))
            .grpc();
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    };
  }
}
