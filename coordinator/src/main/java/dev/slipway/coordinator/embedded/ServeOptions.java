package dev.slipway.coordinator.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that {@code up} and {@code coordinator} share, and how both of them run. */
final class ServeOptions {
  @Option(
      names = "--grpc-port",
      paramLabel = "N",
      description =
          "Port of the gRPC API, 0 for any (SLIPWAY_GRPC_PORT; default 7070, of `coordinator` 0).")
  private @Nullable Integer grpcPort;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description =
          "Port of health and metrics, 0 for any (SLIPWAY_HTTP_PORT; default 7080, of `coordinator`"
              + " 0).")
  private @Nullable Integer httpPort;

  @Option(
      names = "--preview-port",
      paramLabel = "N",
      description =
          "Port of the built sites, 0 for any (SLIPWAY_PREVIEW_PORT; default 7081, of `coordinator`"
              + " 0).")
  private @Nullable Integer previewPort;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen on (SLIPWAY_HOST; default ${DEFAULT-VALUE}). Whoever reaches it can"
              + " run programs as you.")
  private String host = "127.0.0.1";

  @Option(
      names = "--max-builds",
      paramLabel = "N",
      description =
          "Builds that run at a time, of all coordinators together, where no quota of the cluster"
              + " says (SLIPWAY_MAX_BUILDS; default the number of cores).")
  private @Nullable Integer maxBuilds;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Database, sources, artifacts, log (SLIPWAY_DATA_DIR; default $XDG_DATA_HOME/slipway or"
              + " ~/.local/share/slipway). Coordinators that share a database share it too.")
  private @Nullable Path dataDir;

  @Option(
      names = "--cache-dir",
      paramLabel = "DIR",
      description =
          "Unpacked Postgres, package caches (SLIPWAY_CACHE_DIR; default $XDG_CACHE_HOME/slipway or"
              + " ~/.cache/slipway).")
  private @Nullable Path cacheDir;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description =
          "Holds the addresses as JSON when everything answers (SLIPWAY_READY_FILE;"
              + " coordinator.json in the data dir does for the `up` that has its own Postgres).")
  private @Nullable Path readyFile;

  @Option(
      names = "--exit-with-stdin",
      description = "Stop when standard input ends (SLIPWAY_EXIT_WITH_STDIN=true).")
  private boolean exitWithStdin;

  /**
   * Starts the coordinator and blocks until the JVM is told to stop; the stop itself is a shutdown
   * hook, so that every way to end goes through it.
   *
   * @param database the Postgres to use; null: an own one in the data dir
   * @param usualPorts whether the ports that nobody named are the documented ones, or any
   */
  int serve(CommandLine line, @Nullable DatabaseUrl database, boolean usualPorts)
      throws InterruptedException {
    var coordinator = new EmbeddedCoordinator(options(line, database, usualPorts));
    Runtime.getRuntime().addShutdownHook(new Thread(coordinator::close, "stop"));
    var addresses = coordinator.start();
    line.getErr()
        .printf(
            """
            Slipway is ready.
              gRPC      %s
              HTTP      http://%s/health
              previews  http://<build>.localhost:%s/
            Builds run as local processes with your rights: use it for code you trust. Ctrl-C stops it.
            """,
            addresses.grpc(),
            addresses.http(),
            addresses.preview().substring(addresses.preview().lastIndexOf(':') + 1));
    line.getErr().flush();
    if (exitWithStdin) {
      Thread.ofPlatform().daemon().name("stdin").start(ServeOptions::exitWithStdin);
    }
    new CountDownLatch(1).await();
    return CommandLine.ExitCode.OK;
  }

  private UpOptions options(CommandLine line, @Nullable DatabaseUrl database, boolean usualPorts) {
    try {
      return new UpOptions(
          host,
          grpcPort == null ? usual(7070, usualPorts) : grpcPort,
          httpPort == null ? usual(7080, usualPorts) : httpPort,
          previewPort == null ? usual(7081, usualPorts) : previewPort,
          maxBuilds == null ? Runtime.getRuntime().availableProcessors() : maxBuilds,
          dataDir == null ? Folders.data(System.getenv()) : dataDir,
          (cacheDir == null ? Folders.cache(System.getenv()) : cacheDir).toAbsolutePath(),
          readyFile == null ? null : readyFile.toAbsolutePath(),
          database);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, Objects.requireNonNull(e.getMessage()), e);
    }
  }

  private static int usual(int port, boolean usualPorts) {
    return usualPorts ? port : 0;
  }

  private static void exitWithStdin() {
    try {
      while (System.in.read() >= 0) {
        // Whatever is said there, only its end means something.
      }
    } catch (IOException e) {
      // A stdin that cannot be read has ended.
    }
    System.exit(CommandLine.ExitCode.OK);
  }
}
