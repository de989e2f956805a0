package dev.slipway.bench.coordinator;

import dev.slipway.coordinator.embedded.EnvironmentDefaults;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One coordinator on an existing Postgres, with builds that only pretend. Says {@code ready
 * HOST:PORT} on standard output when gRPC answers, then answers {@link Commands} from standard
 * input and stops at its end: a killed bench leaves no coordinator behind.
 */
@Command(
    name = "bench-coordinator",
    description = "A coordinator on an existing Postgres whose builds only pretend.",
    mixinStandardHelpOptions = true,
    defaultValueProvider = EnvironmentDefaults.class)
public final class BenchCoordinator implements Callable<Integer> {
  @Option(
      names = "--db-url",
      required = true,
      paramLabel = "URL",
      description = "JDBC URL with user and password as parameters (SLIPWAY_DB_URL).")
  private String dbUrl = "";

  @Option(
      names = "--data-dir",
      required = true,
      paramLabel = "DIR",
      description = "Sources and artifacts; shared by coordinators of one database.")
  private @Nullable Path dataDir;

  @Option(
      names = "--grpc-port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port of the gRPC API, 0 for any (default ${DEFAULT-VALUE}).")
  private int grpcPort;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Appears when gRPC answers and holds its address and the pid as JSON.")
  private @Nullable Path readyFile;

  @Option(
      names = "--work-file",
      paramLabel = "FILE",
      description = "A JSON line is appended for each begin and end of a build.")
  private @Nullable Path workFile;

  @Option(
      names = "--build-time",
      paramLabel = "DURATION",
      defaultValue = "PT0S",
      description = "How long each build runs, as in PT0.1S (default ${DEFAULT-VALUE}).")
  private Duration buildTime = Duration.ZERO;

  @Option(
      names = "--max-builds",
      paramLabel = "N",
      defaultValue = "256",
      description = "Builds that are active at a time (default ${DEFAULT-VALUE}).")
  private int maxBuilds;

  @Option(
      names = "--dispatchers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Dispatch loops in this process (default ${DEFAULT-VALUE}).")
  private int dispatchers;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any property of the coordinator; may be given again.")
  private Map<String, String> properties = new HashMap<>();

  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchCoordinator()).execute(args));
  }

  /** Serves until standard input ends, or a signal comes. */
  @Override
  public Integer call() throws IOException {
    var coordinator = LocalCoordinator.start(dbUrl, Objects.requireNonNull(dataDir), properties());
    Runtime.getRuntime().addShutdownHook(new Thread(coordinator::close, "stop"));
    announce(coordinator.address());
    new Commands(coordinator.bean(Gate.class), coordinator.bean(BenchLauncher.class), System.out)
        .answer(System.in);
    return CommandLine.ExitCode.OK;
  }

  private void announce(String address) throws IOException {
    if (readyFile != null) {
      // Whole or not at all: somebody polls for it.
      var unfinished = readyFile.resolveSibling(readyFile.getFileName() + ".tmp");
      Files.writeString(
          unfinished,
          """
          {"grpc":"%s","pid":%d}
          """
              .formatted(address, ProcessHandle.current().pid()));
      Files.move(
          unfinished,
          readyFile,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    say(System.out, "ready " + address);
  }

  static void say(PrintStream out, String line) {
    out.println(line);
    out.flush();
  }

  private Map<String, Object> properties() {
    var all = new HashMap<String, Object>();
    all.put("slipway.dispatch.max-builds", maxBuilds);
    all.put("slipway.dispatch.dispatchers", dispatchers);
    all.put("slipway.bench.build-time", buildTime.toString());
    if (workFile != null) {
      all.put("slipway.bench.work-file", workFile.toAbsolutePath().toString());
    }
    all.put("grpc.server.port", grpcPort);
    all.putAll(properties);
    return all;
  }
}
