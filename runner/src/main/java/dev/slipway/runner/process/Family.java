package dev.slipway.runner.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Everything that descends from this runner at one moment, the dead that nobody has waited for
 * among them.
 *
 * <p>Each process is read before its children: when one of them ends meanwhile its CPU time is
 * missed until the next look, and never counted twice.
 */
final class Family {
  /** Of more the rest is left out: a fork bomb must not keep the runner busy too. */
  private static final int PROCESSES_MAX = 4096;

  private Family() {}

  static List<ProcessStat> now() {
    List<ProcessStat> found = new ArrayList<>();
    Deque<Long> parents = new ArrayDeque<>();
    parents.add(ProcessHandle.current().pid());
    while (!parents.isEmpty() && found.size() < PROCESSES_MAX) {
      for (long child : children(parents.remove())) {
        ProcessStat.read(child)
            .ifPresent(
                stat -> {
                  found.add(stat);
                  parents.add(child);
                });
      }
    }
    return found;
  }

  /**
   * By proc_pid_task_children(5): its cost is that of our own tree, not of the whole machine, which
   * Java's {@code children()} reads.
   */
  private static List<Long> children(long pid) {
    List<Long> children = new ArrayList<>();
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        for (String child : Files.readString(thread.resolve("children")).split(" ", -1)) {
          if (!child.isEmpty()) {
            children.add(Long.parseLong(child));
          }
        }
      }
    } catch (IOException e) {
      // It ended while we looked, or one of its threads did: the next look sees the rest.
    }
    return children;
  }
}
