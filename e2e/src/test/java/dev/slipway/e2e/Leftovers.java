package dev.slipway.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the processes of one sandbox by what the kernel knows of them, not by their names: the mark
 * in their environment, which every child inherits, or a working directory below the data
 * directory, for Postgres, which overwrites its environment with its title.
 */
final class Leftovers {

  private final String mark;
  private final Path dataDir;

  Leftovers(String mark, Path dataDir) {
    this.mark = mark;
    this.dataDir = dataDir;
  }

  /** One line for each process that lives: its id and its command line. */
  List<String> found() {
    return processes().map(Leftovers::describe).toList();
  }

  /** Kills what is found, by id, and waits until it is gone. */
  void kill() {
    for (var process : processes().toList()) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private Stream<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> isMarked(process) || isAtHome(process));
  }

  private boolean isMarked(ProcessHandle process) {
    return read(process, "environ").contains(mark);
  }

  private boolean isAtHome(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(proc(process, "cwd")).startsWith(dataDir);
    } catch (IOException e) {
      return false;
    }
  }

  private static String describe(ProcessHandle process) {
    return process.pid() + " " + read(process, "cmdline").replace('\0', ' ').strip();
  }

  /** Empty for a process that has ended, zombies included. */
  private static String read(ProcessHandle process, String file) {
    try {
      return new String(Files.readAllBytes(proc(process, file)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static Path proc(ProcessHandle process, String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }
}
