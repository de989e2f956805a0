package dev.slipway.coordinator.embedded;

import dev.slipway.coordinator.drain.Drain;
import dev.slipway.coordinator.loop.Loop;
import dev.slipway.coordinator.preview.PreviewServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One coordinator with everything it needs in this process. Starts in the order in which things
 * need each other, and stops in the opposite one.
 */
final class EmbeddedCoordinator implements AutoCloseable {
  /** How often it is looked whether the Postgres of our own lives. */
  private static final Duration POSTGRES_LOOK = Duration.ofSeconds(1);

  private final UpOptions options;
  private final Deque<Runnable> stops = new ArrayDeque<>();

  EmbeddedCoordinator(UpOptions options) {
    this.options = options;
  }

  /**
   * Starts everything and returns when everything answers: some seconds.
   *
   * @throws StartFailure when it cannot, in one line
   */
  synchronized ReadyFile.Addresses start() {
    DataDir dataDir =
        options.database() == null
            ? DataDir.open(options.dataDir())
            : DataDir.share(options.dataDir());
    stops.push(dataDir::close);
    // What a killed coordinator left would send clients to ports that are somebody else's by now.
    readyFiles(dataDir).forEach(ReadyFile::remove);
    logTo(dataDir);
    Logger log = LoggerFactory.getLogger(EmbeddedCoordinator.class);
    log.info("Starting on {}, pid {}", dataDir.root(), ProcessHandle.current().pid());
    try {
      Listen.checkFree(options);
      return serve(dataDir, log);
    } catch (StartFailure e) {
      log.info("Did not start", e);
      throw e;
    } catch (RuntimeException e) {
      // Info, since the one line on the terminal is the caller's; the trace is for the log only.
      log.info("Did not start", e);
      throw new StartFailure(
          "The coordinator cannot start: %s. %s tells more.".formatted(rootCause(e), dataDir.log()),
          e);
    }
  }

  private ReadyFile.Addresses serve(DataDir dataDir, Logger log) {
    var given = options.database();
    var own = given == null ? ownDatabase(dataDir, log) : null;
    var dataSource = own == null ? Objects.requireNonNull(given).dataSource() : own.dataSource();

    ApplicationContext context =
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .properties(properties(dataDir, dataSource))
            .build();
    stops.push(context::close);
    context.start();
    // The gRPC server starts with it.
    var http = context.getBean(NettyEmbeddedServer.class);
    http.start();

    if (own != null) {
      var watch =
          new Loop(
              "postgres",
              POSTGRES_LOOK,
              context.getBean(MeterRegistry.class),
              own::startAgainIfEnded);
      watch.start();
      stops.push(watch::close);
    }
    var addresses =
        new ReadyFile.Addresses(
            Listen.address(options.host(), context.getBean(GrpcEmbeddedServer.class).getPort()),
            Listen.address(options.host(), http.getPort()),
            Listen.address(options.host(), context.getBean(PreviewServer.class).port()));
    stops.push(context.getBean(Drain.class)::run);
    for (ReadyFile file : readyFiles(dataDir)) {
      stops.push(file::remove);
      file.write(
          addresses,
          own != null && file.equals(new ReadyFile(dataDir.readyFile())) ? own.url() : "");
    }
    log.info("Ready: {}", addresses);
    return addresses;
  }

  private EmbeddedDatabase ownDatabase(DataDir dataDir, Logger log) {
    var database = EmbeddedDatabase.start(dataDir.postgres(), options.cacheDir());
    stops.push(database::close);
    log.info("Postgres is up");
    return database;
  }

  private List<ReadyFile> readyFiles(DataDir dataDir) {
    return Stream.of(options.database() == null ? dataDir.readyFile() : null, options.readyFile())
        .filter(Objects::nonNull)
        .map(ReadyFile::new)
        .toList();
  }

  /** Stops what was started, the last first; a second call finds nothing left to do. */
  @Override
  public synchronized void close() {
    if (stops.isEmpty()) {
      return;
    }
    Logger log = LoggerFactory.getLogger(EmbeddedCoordinator.class);
    while (!stops.isEmpty()) {
      try {
        stops.pop().run();
      } catch (RuntimeException e) {
        log.warn("While stopping: {}", e.getMessage(), e);
      }
    }
    log.info("Stopped");
  }

  private Map<String, Object> properties(DataDir dataDir, Map<String, Object> dataSource) {
    Map<String, Object> properties = new HashMap<>(dataSource);
    properties.put("slipway.embedded", true);
    properties.put("slipway.data-dir", dataDir.root().toString());
    properties.put("slipway.cache-dir", options.cacheDir().toString());
    properties.put("slipway.dispatch.max-builds", options.maxBuilds());
    properties.put("slipway.local.attempts-dir", dataDir.attempts().toString());
    properties.put("slipway.local.cache-dir", options.cacheDir().toString());
    properties.put("slipway.local.runner-jar", runnerJar().toString());
    readyFiles(dataDir).stream()
        .findFirst()
        .ifPresent(
            ready ->
                properties.put(
                    "slipway.local.ready-file", ready.file().toAbsolutePath().toString()));
    properties.put("slipway.preview.host", options.host());
    properties.put("slipway.preview.port", options.previewPort());
    properties.put("grpc.server.host", options.host());
    properties.put("grpc.server.port", options.grpcPort());
    properties.put("micronaut.server.host", options.host());
    properties.put("micronaut.server.port", options.httpPort());
    return properties;
  }

  private static Path runnerJar() {
    var jar = System.getenv("SLIPWAY_RUNNER_JAR");
    if (jar == null || !Files.isReadable(Path.of(jar))) {
      throw new StartFailure(
          "SLIPWAY_RUNNER_JAR is %s, which cannot be read. Start by bin/slipway, or set it to the runner's jar."
              .formatted(jar));
    }
    return Path.of(jar).toAbsolutePath();
  }

  /** Before anything writes a log line: the logging reads these when it wakes up. */
  private static void logTo(DataDir dataDir) {
    System.setProperty("slipway.log", dataDir.log().toString());
    System.setProperty("logback.configurationFile", "logback-embedded.xml");
  }

  private static String rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.toString() : message.lines().findFirst().orElse(message);
  }
}
