package dev.slipway.runner.process;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands, one at a time, each in a session of its own where the machine has {@code setsid}.
 */
public final class Commands {
  /** Longer than any attempt may run, and still a number of nanoseconds. */
  private static final Duration FOREVER = Duration.ofDays(365);

  private final ProcessTree tree;
  private final Supplier<Duration> grace;

  /**
   * @param grace between TERM and KILL; asked when it is needed, because a cancel may bring its own
   */
  public Commands(ProcessTree tree, Supplier<Duration> grace) {
    this.tree = tree;
    this.grace = grace;
  }

  /**
   * Runs {@code command} with an empty standard input and gives what it prints on both streams to
   * {@code output}, in the order it was printed. Blocks until it and everything it started have
   * ended.
   *
   * @return its exit code, 128 + n when it ended by signal n
   * @throws IOException when the program cannot be started
   * @throws InterruptedException after everything was ended
   */
  public int run(Command command, Output output) throws IOException, InterruptedException {
    return run(start(command, true), output, null, FOREVER).orElseThrow();
  }

  /** As {@link #run}, with standard error kept apart. */
  public int runApart(Command command, Output output, Output errors)
      throws IOException, InterruptedException {
    return run(start(command, false), output, errors, FOREVER).orElseThrow();
  }

  /** As {@link #run}, at most {@code limit}: then it is ended, and there is no exit code. */
  public OptionalInt runAtMost(Command command, Output output, Duration limit)
      throws IOException, InterruptedException {
    return run(start(command, true), output, null, limit);
  }

  private OptionalInt run(Process process, Output output, @Nullable Output errors, Duration limit)
      throws InterruptedException {
    List<Pump> pumps = new ArrayList<>();
    pumps.add(Pump.start(process.getInputStream(), output));
    if (errors != null) {
      pumps.add(Pump.start(process.getErrorStream(), errors));
    }
    try {
      boolean ended = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
      return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    } finally {
      tree.end(grace.get());
      tree.ended(process);
      finish(pumps);
    }
  }

  private static void finish(List<Pump> pumps) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    for (Pump pump : pumps) {
      pump.finish();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Process start(Command command, boolean merged) throws IOException {
    List<String> words = new ArrayList<>(SessionStarter.WORDS);
    words.addAll(command.words());
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(command.folder().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(merged);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(command.environment());
    Process process = builder.start();
    tree.await(process);
    return process;
  }
}
