package dev.slipway.runner.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads from /proc what everything uses that descends from this runner. A process that its parent
 * never waits for because it ignores SIGCHLD is counted only while it lives.
 */
public final class Meter {
  private final Machine machine;

  private Meter(Machine machine) {
    this.machine = machine;
  }

  /** A meter; empty where the machine does not say which process is whose child. */
  public static Optional<Meter> here() {
    long pid = ProcessHandle.current().pid();
    if (!Linux.HERE || !Files.exists(Path.of("/proc/self/task/" + pid + "/children"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Meter(Machine.read()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What they use.
   *
   * @param cpuTime of all commands since this runner began, also of those that have ended
   * @param memoryBytes held now; pages that processes share count for each
   */
  public record Reading(Duration cpuTime, long memoryBytes) {}

  /** Looks. Reads a few small files for each process. */
  public Reading read() {
    // Those that were waited for are in our own line. Before the living: see Family.
    long ticks =
        ProcessStat.read(ProcessHandle.current().pid()).map(ProcessStat::childrenTicks).orElse(0L);
    long pages = 0;
    for (ProcessStat process : Family.now()) {
      ticks += process.ticks();
      pages += process.pages();
    }
    return new Reading(
        Duration.ofMillis(ticks * 1000 / machine.ticksPerSecond()), pages * machine.pageBytes());
  }

  /** A list of what lives now, for people. */
  public List<String> listing() {
    return ProcessListing.of(Family.now(), machine);
  }
}
