package dev.slipway.runner.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One line of proc_pid_stat(5).
 *
 * @param name the program's, at most 15 bytes
 * @param state one letter: R runs, S and D wait, Z is dead and not waited for
 * @param ownTicks CPU time of the process
 * @param childrenTicks CPU time of those of its children that have ended and were waited for
 * @param pages of memory that it holds
 */
record ProcessStat(
    long pid, String name, char state, long parent, long ownTicks, long childrenTicks, long pages) {

  // Where they stand behind the name, which may itself hold brackets and spaces.
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final int CHILDREN_USER_TICKS = 13;
  private static final int CHILDREN_SYSTEM_TICKS = 14;
  private static final int PAGES = 21;

  /** Of the process with this pid; empty when there is none. */
  static Optional<ProcessStat> read(long pid) {
    try {
      Path file = Path.of("/proc", Long.toString(pid), "stat");
      return Optional.of(of(Files.readString(file, StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * @throws IOException when {@code line} is cut off, as it is when the process ends meanwhile
   */
  static ProcessStat of(String line) throws IOException {
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    String[] words = line.substring(Math.min(close + 2, line.length())).split(" ", -1);
    if (open < 0 || close < open || words.length <= PAGES) {
      throw new IOException("not a line of stat: " + line);
    }
    return new ProcessStat(
        Long.parseLong(line.substring(0, open).strip()),
        line.substring(open + 1, close),
        words[STATE].charAt(0),
        Long.parseLong(words[PARENT]),
        Long.parseLong(words[USER_TICKS]) + Long.parseLong(words[SYSTEM_TICKS]),
        Long.parseLong(words[CHILDREN_USER_TICKS]) + Long.parseLong(words[CHILDREN_SYSTEM_TICKS]),
        Long.parseLong(words[PAGES]));
  }

  /** CPU time of it and of its children that it has waited for. */
  long ticks() {
    return ownTicks + childrenTicks;
  }
}
