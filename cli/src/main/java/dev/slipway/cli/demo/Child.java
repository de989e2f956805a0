package dev.slipway.cli.demo;

import dev.slipway.cli.link.ReadyFile;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.shell.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator as a child process that cannot outlive the demo: it runs until its standard input
 * ends, and that pipe is held by this process alone, so even a {@code kill -9} of the demo ends it.
 */
final class Child {
  /** The first start unpacks Postgres and makes a database cluster. */
  private static final Duration START_MAX = Duration.ofMinutes(2);

  private static final Duration STOP_MAX = Duration.ofSeconds(20);
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final Process process;
  private final Path dataDir;
  private final Path log;

  private Child(Process process, Path dataDir, Path log) {
    this.process = process;
    this.dataDir = dataDir;
    this.log = log;
  }

  /**
   * Starts it and blocks until it is ready.
   *
   * @throws Problem with what it said last when it ends instead, or is not ready in time
   */
  static Child start(Path dataDir, @Nullable Path cacheDir, Shell shell) throws IOException {
    Files.createDirectories(dataDir);
    Path log = dataDir.resolve("demo.log");
    Process process =
        new ProcessBuilder(command(dataDir, cacheDir, shell))
            .redirectOutput(log.toFile())
            .redirectErrorStream(true)
            .start();
    Child child = new Child(process, dataDir, log);
    Runtime.getRuntime().addShutdownHook(new Thread(child::stop, "stop-coordinator"));
    child.awaitReady();
    return child;
  }

  private static List<String> command(Path dataDir, @Nullable Path cacheDir, Shell shell) {
    String jar = shell.variable("SLIPWAY_COORDINATOR_JAR");
    if (jar == null) {
      throw new Problem(
          ExitCode.UNREACHABLE,
          "no coordinator runs on " + dataDir,
          "only bin/slipway can start one");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            // As bin/slipway starts `up`.
            "-XX:+UseSerialGC",
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + jar.replaceFirst("\\.jar$", ".jsa"),
            "-Xlog:disable",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            jar,
            "up",
            "--exit-with-stdin"));
    command.addAll(List.of("--grpc-port", "0", "--http-port", "0", "--preview-port", "0"));
    command.addAll(List.of("--data-dir", dataDir.toString()));
    if (cacheDir != null) {
      command.addAll(List.of("--cache-dir", cacheDir.toAbsolutePath().toString()));
    }
    return command;
  }

  private void awaitReady() throws IOException {
    long start = System.nanoTime();
    while (!isReady()) {
      if (ended(LOOK_AGAIN_MILLIS)) {
        throw new Problem(
            ExitCode.UNREACHABLE,
            "the coordinator did not start: " + lastWords(),
            "all that it said: " + log);
      }
      if (System.nanoTime() - start > START_MAX.toNanos()) {
        stop();
        throw new Problem(
            ExitCode.UNREACHABLE,
            "the coordinator was not ready within " + START_MAX.toSeconds() + " s",
            "all that it said: " + log);
      }
    }
  }

  // The file of a coordinator that was killed may still be there: only one with this pid counts.
  private boolean isReady() throws IOException {
    Optional<ReadyFile> ready = ReadyFile.read(ReadyFile.in(dataDir));
    return ready.isPresent() && ready.get().pid() == process.pid();
  }

  /** Blocks until it has ended by itself. */
  void awaitEnd() {
    ended(Long.MAX_VALUE);
  }

  /** The last line that it said. */
  String lastWords() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> !line.isBlank())
          .reduce((before, last) -> last)
          .orElse("it said nothing");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Ends it in good order, by force when that takes too long. Harmless when it has ended. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyClosed) {
      // The pipe's other end is gone, and that is what was wanted.
    }
    if (!ended(STOP_MAX.toMillis())) {
      process.destroyForcibly();
      ended(STOP_MAX.toMillis());
    }
  }

  private boolean ended(long waitMillis) {
    try {
      return process.waitFor(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Problem(ExitCode.INTERRUPTED);
    }
  }
}
