package dev.slipway.e2e;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A data directory of its own with {@code bin/slipway} to use on it, and the proof at the end that
 * nothing is left: {@link #close} fails, and cleans up, if a process of this sandbox is alive.
 */
public final class Sandbox implements AutoCloseable {

  private final String mark = "/nonexistent/slipway-e2e-" + UUID.randomUUID();
  private final Path home = Folders.temporary();
  private final Path dataDir = Folders.made(home.resolve("data"));
  private final Leftovers leftovers = new Leftovers(mark, home);

  /** For a test run that is broken off: nobody closes its sandboxes. */
  private final Thread atExit = new Thread(leftovers::kill);

  public Sandbox() {
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** The data directory; removed by {@link #close}. */
  public Path dataDir() {
    return dataDir;
  }

  /** A folder for the test's own files, on the same disk; removed by {@link #close}. */
  public Path folder(String name) {
    return Folders.made(home.resolve(name));
  }

  /**
   * What tells {@code bin/slipway} apart from one outside: the data directory, and a mark at the
   * end of PATH, the one variable that every step's environment is sure to inherit.
   */
  public Map<String, String> environment() {
    return Map.of(
        "SLIPWAY_DATA_DIR", dataDir.toString(), "PATH", System.getenv("PATH") + ":" + mark);
  }

  /** {@code bin/slipway} with these arguments, not yet run. */
  public Command slipway(String... arguments) {
    var words = new ArrayList<>(List.of(Checkout.file("bin/slipway").toString()));
    words.addAll(List.of(arguments));
    return Command.of(words.toArray(String[]::new)).with(environment());
  }

  /** One line for each process of this sandbox that is alive. */
  public List<String> processes() {
    return leftovers.found();
  }

  @Override
  public void close() {
    try {
      await("every process of the sandbox gone")
          .atMost(Duration.ofSeconds(15))
          .pollInterval(Duration.ofMillis(100))
          .until(leftovers::found, List::isEmpty);
    } finally {
      leftovers.kill();
      Runtime.getRuntime().removeShutdownHook(atExit);
      Folders.remove(home);
    }
  }
}
