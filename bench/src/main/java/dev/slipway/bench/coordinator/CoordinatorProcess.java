package dev.slipway.bench.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.bench.measure.Rest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link BenchCoordinator} in a process of its own, seen from the bench. */
public final class CoordinatorProcess implements AutoCloseable {
  private static final long SECONDS_TO_STOP = 15;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;
  private final Path log;
  private final String address;

  private CoordinatorProcess(Process process, Path log) throws IOException {
    this.process = process;
    this.log = log;
    this.answers = process.inputReader(UTF_8);
    this.commands = process.outputWriter(UTF_8);
    this.address = expect("ready ");
  }

  /**
   * How to start it.
   *
   * @param arguments of {@link BenchCoordinator}, beside the database and the data dir
   * @param jvmOptions beside those that every coordinator has
   */
  public record Options(List<String> arguments, List<String> jvmOptions) {
    public Options {
      arguments = List.copyOf(arguments);
      jvmOptions = List.copyOf(jvmOptions);
    }

    /** As the product comes. */
    public static Options defaults() {
      return new Options(List.of(), List.of());
    }

    /** The same with these arguments too. */
    public Options with(String... more) {
      var all = new ArrayList<>(arguments);
      all.addAll(List.of(more));
      return new Options(all, jvmOptions);
    }

    /** The same in a JVM with these options. */
    public Options onJvmWith(String... options) {
      return new Options(arguments, List.of(options));
    }
  }

  /**
   * Starts it and returns when gRPC answers: some seconds.
   *
   * @param folder where its data and its log go; made when missing
   * @throws IOException with the end of its log, when it does not start
   */
  public static CoordinatorProcess start(Path folder, String dbUrl, Options options)
      throws IOException {
    Files.createDirectories(folder);
    Path log = Files.createTempFile(folder, "coordinator-", ".log");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As bin/slipway starts the product.
    command.add("-XX:+UseSerialGC");
    // A recording says that it begins, on the stream that we read answers from.
    command.add("-Xlog:disable");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options.jvmOptions());
    command.addAll(extraJvmOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(BenchCoordinator.class.getName());
    command.addAll(List.of("--data-dir", folder.resolve("data").toString()));
    command.addAll(options.arguments());
    var builder = new ProcessBuilder(command).redirectError(log.toFile());
    // What the caller's shell sets for slipway up is not meant for this one.
    builder.environment().keySet().removeIf(name -> name.startsWith("SLIPWAY_"));
    // Not as an argument, which every user of the machine could read.
    builder.environment().put("SLIPWAY_DB_URL", dbUrl);
    var process = builder.start();
    try {
      return new CoordinatorProcess(process, log);
    } catch (IOException e) {
      process.destroyForcibly().onExit().join();
      throw e;
    }
  }

  /** To profile: {@code -XX:StartFlightRecording=filename=/tmp/x.jfr}, for example. */
  private static List<String> extraJvmOptions() {
    var set = System.getenv("SLIPWAY_BENCH_JVM_OPTIONS");
    return set == null || set.isBlank() ? List.of() : List.of(set.strip().split("\\s+"));
  }

  /** Where gRPC answers, {@code host:port}. */
  public String address() {
    return address;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** How long it has used a core since its start. */
  public Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** From now on no build that starts goes on. */
  public void hold() throws IOException {
    tell("hold", "held");
  }

  /** Lets the builds go on. */
  public void go() throws IOException {
    tell("go", "going");
  }

  /** What its builds did so far. */
  public synchronized Counts counts() throws IOException {
    send("counts");
    return Counts.parse("counts " + expect("counts "));
  }

  /** Waits until its builds do nothing more: twice the same counts, some moments apart. */
  public void awaitRest() throws IOException, InterruptedException {
    var before = counts();
    while (true) {
      Rest.of(LOOK_AGAIN);
      var now = counts();
      if (now.equals(before)) {
        return;
      }
      before = now;
    }
  }

  /** Ends it as a crash does: {@code kill -9}. Returns when it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private synchronized void tell(String command, String answer) throws IOException {
    send(command);
    expect(answer);
  }

  private void send(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  /** Reads a line that begins so, and returns the rest. */
  private String expect(String begin) throws IOException {
    var line = answers.readLine();
    if (line == null || !line.startsWith(begin)) {
      throw new IOException(
          "the coordinator said \"%s\" instead of \"%s\"; its log ends with:%n%s"
              .formatted(line, begin, endOfLog()));
    }
    return line.substring(begin.length());
  }

  private String endOfLog() throws IOException {
    var lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  /** Stops it by the end of its input, or by force after a while. */
  @Override
  public void close() throws IOException {
    try {
      commands.close();
    } catch (IOException e) {
      // It is gone already.
    }
    try {
      if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
