package dev.slipway.cli.coordinator;

import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Describes {@code coordinator}, for help and completion; the options are the coordinator's. */
@Command(
    name = "coordinator",
    description = {
      "Runs a coordinator on an existing Postgres in the foreground, until Ctrl-C.",
      "Any number may share one database. Builds run as processes of your own user: only for code"
          + " that you trust."
    },
    footer = "%nExample: slipway coordinator --db-url jdbc:postgresql://localhost/slipway")
@SuppressWarnings(
    "UnusedVariable") // The options are here to be described; the coordinator reads them.
public final class CoordinatorCommand implements Callable<Integer> {
  @Option(
      names = "--db-url",
      paramLabel = "URL",
      description = "The database, as a JDBC URL. Its schema is made or brought up to date.")
  private @Nullable String dbUrl;

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
      names = "--max-builds",
      paramLabel = "N",
      description = "Builds at the same time. Default: cores.")
  private @Nullable Integer maxBuilds;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = {
        "Where builds run and files are kept; shared by the coordinators of this machine.",
        "Default: $$XDG_DATA_HOME/slipway or ~/.local/share/slipway."
      })
  private @Nullable Path dataDir;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Takes {\"grpc\":…,\"http\":…,\"preview\":…,\"pid\":…} when ready.")
  private @Nullable Path readyFile;

  @Override
  public Integer call() {
    throw new Problem(
        ExitCode.USAGE,
        "`coordinator` is started by bin/slipway, which runs the coordinator's own jar");
  }
}
