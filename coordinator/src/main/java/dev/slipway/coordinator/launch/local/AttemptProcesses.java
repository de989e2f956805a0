package dev.slipway.coordinator.launch.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and ends the processes of an attempt. A process belongs to it when its environment was
 * started with {@code SLIPWAY_ATTEMPT=<uid>}, which every process inherits that the runner starts,
 * whatever session or parent it has later; or when a process that belongs to it is its ancestor.
 * Never by name, and never by a bare pid, which could be a stranger's by now.
 */
final class AttemptProcesses {
  static final String MARK = "SLIPWAY_ATTEMPT";

  private static final Logger log = LoggerFactory.getLogger(AttemptProcesses.class);
  private static final Path PROC = Path.of("/proc");
  private static final Duration POLL = Duration.ofMillis(20);

  private AttemptProcesses() {}

  /** The processes of an attempt that run now. */
  static List<ProcessHandle> of(String attemptUid) {
    Predicate<ProcessHandle> marked = process -> isMarked(process.pid(), attemptUid);
    return ProcessHandle.allProcesses()
        .filter(marked)
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .distinct()
        .filter(process -> !isZombie(process.pid()))
        .toList();
  }

  /**
   * Ends the processes of an attempt: asks, waits for {@code grace}, kills, and looks again until
   * there is none. Blocks until then; a process in the kernel's hands can make that long.
   */
  static void end(String attemptUid, Duration grace) throws InterruptedException {
    var found = of(attemptUid);
    found.forEach(ProcessHandle::destroy);
    long killAt = System.nanoTime() + grace.toNanos();
    for (int round = 0; !found.isEmpty(); round++) {
      if (System.nanoTime() >= killAt) {
        // One that forks while we look is found in the next round.
        found.forEach(ProcessHandle::destroyForcibly);
      }
      if (round == 500) {
        log.warn("attempt {} still has processes {}", attemptUid, found);
      }
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      found = of(attemptUid);
    }
  }

  private static boolean isMarked(long pid, String attemptUid) {
    try {
      var environment =
          Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
      return ("\0" + environment).contains("\0" + MARK + "=" + attemptUid + "\0");
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }

  /** Ended, but not yet collected by its parent: holds nothing. */
  private static boolean isZombie(long pid) {
    try {
      var stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      // The name may hold anything, so count from the last bracket: proc(5).
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException gone) {
      return true;
    }
  }
}
