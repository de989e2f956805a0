package dev.slipway.cli.up;

import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Describes {@code up}, for help and completion; the options are the coordinator's. */
@Command(
    name = "up",
    description = {
      "Runs the embedded coordinator in the foreground, until Ctrl-C.",
      "Builds run as processes of your own user: only for code that you trust."
    },
    footer = "%nExample: slipway up --max-builds 4")
@SuppressWarnings(
    "UnusedVariable") // The options are here to be described; the coordinator reads them.
public final class UpCommand implements Callable<Integer> {
  @Option(names = "--grpc-port", paramLabel = "PORT", description = "Port of the API; 0 = any.")
  private @Nullable Integer grpcPort;

  @Option(names = "--http-port", paramLabel = "PORT", description = "Port of HTTP; 0 = any.")
  private @Nullable Integer httpPort;

  @Option(
      names = "--preview-port",
      paramLabel = "PORT",
      description = "Port of the previews; 0 = any.")
  private @Nullable Integer previewPort;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on. Default: loopback; whoever reaches it can run code.")
  private @Nullable String host;

  @Option(
      names = "--max-builds",
      paramLabel = "N",
      description = "Builds at the same time. Default: cores.")
  private @Nullable Integer maxBuilds;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = {
        "Where everything is kept.",
        "Default: $$XDG_DATA_HOME/slipway or ~/.local/share/slipway."
      })
  private @Nullable Path dataDir;

  @Option(
      names = "--cache-dir",
      paramLabel = "DIR",
      description = {
        "Package caches and the database's programs.",
        "Default: $$XDG_CACHE_HOME/slipway or ~/.cache/slipway."
      })
  private @Nullable Path cacheDir;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Takes {\"grpc\":…,\"http\":…,\"preview\":…,\"pid\":…} when ready.")
  private @Nullable Path readyFile;

  @Option(
      names = "--exit-with-stdin",
      fallbackValue = "true",
      description = "Stops when standard input ends: for a parent that must not leave it behind.")
  private boolean exitWithStdin;

  @Override
  public Integer call() {
    throw new Problem(
        ExitCode.USAGE, "`up` is started by bin/slipway, which runs the coordinator's own jar");
  }
}
