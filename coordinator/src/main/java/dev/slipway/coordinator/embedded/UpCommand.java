package dev.slipway.coordinator.embedded;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code up}: an embedded coordinator in the foreground, until a signal or the end of stdin. */
@Command(
    name = "up",
    description = "Runs a coordinator with its own Postgres on this machine, in the foreground.",
    footer = {
      "",
      "Builds run as local processes with your rights: use it for code you trust.",
      "Ctrl-C or SIGTERM stops it. Exit codes: 0 stopped, 1 could not start, 2 bad option."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    defaultValueProvider = EnvironmentDefaults.class)
public final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--grpc-port",
      paramLabel = "N",
      defaultValue = "7070",
      description =
          "Port of the gRPC API, 0 for any (SLIPWAY_GRPC_PORT; default ${DEFAULT-VALUE}).")
  private int grpcPort;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      defaultValue = "7080",
      description =
          "Port of health and metrics, 0 for any (SLIPWAY_HTTP_PORT; default ${DEFAULT-VALUE}).")
  private int httpPort;

  @Option(
      names = "--preview-port",
      paramLabel = "N",
      defaultValue = "7081",
      description =
          "Port of the built sites, 0 for any (SLIPWAY_PREVIEW_PORT; default ${DEFAULT-VALUE}).")
  private int previewPort;

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
      description = "Builds that run at a time (SLIPWAY_MAX_BUILDS; default the number of cores).")
  private @Nullable Integer maxBuilds;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Database, sources, artifacts, log (SLIPWAY_DATA_DIR; default $XDG_DATA_HOME/slipway or"
              + " ~/.local/share/slipway).")
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
              + " coordinator.json in the data dir always does).")
  private @Nullable Path readyFile;

  @Option(
      names = "--exit-with-stdin",
      description = "Stop when standard input ends (SLIPWAY_EXIT_WITH_STDIN=true).")
  private boolean exitWithStdin;

  @Spec private @Nullable CommandSpec spec;

  /**
   * Starts the coordinator and blocks until the JVM is told to stop; the stop itself is a shutdown
   * hook, so that every way to end goes through it.
   */
  @Override
  public Integer call() throws InterruptedException {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    var coordinator = new EmbeddedCoordinator(options(line));
    Runtime.getRuntime().addShutdownHook(new Thread(coordinator::close, "stop"));
    greet(coordinator.start(), System.err);
    if (exitWithStdin) {
      Thread.ofPlatform().daemon().name("stdin").start(UpCommand::exitWithStdin);
    }
    new CountDownLatch(1).await();
    return CommandLine.ExitCode.OK;
  }

  private UpOptions options(CommandLine line) {
    try {
      return new UpOptions(
          host,
          grpcPort,
          httpPort,
          previewPort,
          maxBuilds == null ? Runtime.getRuntime().availableProcessors() : maxBuilds,
          dataDir == null ? Folders.data(System.getenv()) : dataDir,
          (cacheDir == null ? Folders.cache(System.getenv()) : cacheDir).toAbsolutePath(),
          readyFile == null ? null : readyFile.toAbsolutePath());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, Objects.requireNonNull(e.getMessage()), e);
    }
  }

  private void greet(ReadyFile.Addresses addresses, PrintStream err) {
    err.printf(
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
