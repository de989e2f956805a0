package dev.slipway.runner;

import dev.slipway.runner.attempt.Attempt;
import java.nio.file.Path;

/**
 * Entry point: {@code slipway-runner attempt.json}.
 *
 * <p>Exit codes: 0 the result is committed; 3 the attempt is over, or no coordinator has heard of
 * it for longer than its fence allows, the steps have ended; 4 bad start: the file cannot be read,
 * or no coordinator can be reached; 5 another pod of the attempt was at work, and this one waited
 * until it was told to end; 1 a fault of the runner itself; 143 it was told to end, the steps have
 * ended.
 */
public final class Runner {
  private static final int FAULT = 1;

  private Runner() {}

  /** Carries out the attempt that the one argument describes. */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("usage: slipway-runner attempt.json");
      System.exit(Attempt.BAD_START);
    }
    // JGit brings SLF4J's interface without a logger behind it, which is meant; it need not be said
    // each time.
    var _ = System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.exit(run(Path.of(arguments[0])));
  }

  private static int run(Path attempt) {
    try {
      return new Attempt().run(attempt);
    } catch (RuntimeException | Error e) {
      // Ours to mend, so with its trace. Without a result the coordinator records the attempt as
      // lost.
      e.printStackTrace();
      return FAULT;
    }
  }
}
