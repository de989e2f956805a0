package dev.slipway.coordinator.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The main process of the Postgres that runs on a data folder, as the folder's own {@code
 * postmaster.pid} names it. A pid alone proves nothing, since pids are used again: the process must
 * also be as old as the file says and, where the system tells, work in that folder. Whoever is not
 * both is a stranger and is never touched.
 */
final class Postmaster {
  /** A fast shutdown writes a checkpoint, which takes its time on a slow disk. */
  private static final Duration FAST = Duration.ofSeconds(30);

  private static final Duration IMMEDIATE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /** The file holds whole seconds, taken a moment after the process began. */
  private static final Duration AGE_TOLERANCE = Duration.ofSeconds(3);

  private final ProcessHandle process;

  private Postmaster(ProcessHandle process) {
    this.process = process;
  }

  /**
   * The live postmaster of a data folder; empty when the file is missing, stale or a stranger's.
   */
  static Optional<Postmaster> of(Path folder) {
    // Lines: pid, data folder, start time in epoch seconds, port …
    // https://www.postgresql.org/docs/18/storage-file-layout.html
    try {
      List<String> lines = Files.readAllLines(folder.resolve("postmaster.pid"));
      if (lines.size() < 3) {
        return Optional.empty();
      }
      Instant began = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
      return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
          .filter(ProcessHandle::isAlive)
          .filter(process -> sameAge(process, began))
          .filter(process -> worksIn(process, folder))
          .map(Postmaster::new);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Its process id. */
  long pid() {
    return process.pid();
  }

  /**
   * Ends it and waits until it and its children are gone: a fast shutdown first, then an immediate
   * one, then the kill that Postgres recovers from as from a power cut.
   */
  void end() {
    // Asked before the end: afterwards the orphans have another parent.
    List<ProcessHandle> family = Stream.concat(Stream.of(process), process.descendants()).toList();
    if (signalled("INT", family, FAST) || signalled("QUIT", family, IMMEDIATE)) {
      return;
    }
    family.forEach(ProcessHandle::destroyForcibly);
    if (!gone(family, IMMEDIATE)) {
      throw new StartFailure(
          "Postgres of an earlier run (pid %d) does not end. End it by hand and start again."
              .formatted(pid()));
    }
  }

  private boolean signalled(String signal, List<ProcessHandle> family, Duration patience) {
    try {
      // Java sends TERM and KILL only; TERM makes Postgres wait for its clients.
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return gone(family, patience);
  }

  private static boolean gone(List<ProcessHandle> family, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    return family.stream().allMatch(member -> gone(member, deadline));
  }

  private static boolean gone(ProcessHandle member, long deadline) {
    var exit = member.onExit();
    while (!unreaped(member)) {
      try {
        exit.get(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        if (System.nanoTime() > deadline) {
          return false;
        }
      } catch (ExecutionException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /**
   * Dead, but still listed: in a container whose first process reaps nobody that lasts for ever.
   */
  private static boolean unreaped(ProcessHandle member) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(member.pid()), "stat"));
      // "pid (name) state …"; the name may hold anything, a parenthesis too.
      return stat.startsWith(") Z", stat.lastIndexOf(')'));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean sameAge(ProcessHandle process, Instant began) {
    return process
        .info()
        .startInstant()
        .map(start -> Duration.between(start, began).abs().compareTo(AGE_TOLERANCE) <= 0)
        .orElse(false);
  }

  private static boolean worksIn(ProcessHandle process, Path folder) {
    Path link = Path.of("/proc", Long.toString(process.pid()), "cwd");
    try {
      return !Files.isSymbolicLink(link)
          || Files.readSymbolicLink(link).equals(folder.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }
}
