package dev.slipway.runner.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells the dead that nobody has waited for from the living; Java's {@code isAlive} does not. */
final class Zombie {
  private Zombie() {}

  /**
   * Reads the state from proc_pid_stat(5): it follows the name, which may itself hold brackets and
   * spaces.
   */
  static boolean is(long pid) {
    if (!Linux.HERE) {
      return false;
    }
    try {
      String stat =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "stat"),
              java.nio.charset.StandardCharsets.ISO_8859_1);
      int state = stat.lastIndexOf(')') + 2;
      return state >= stat.length() || stat.charAt(state) == 'Z' || stat.charAt(state) == 'X';
    } catch (IOException e) {
      return true; // Gone meanwhile: as dead as one can be.
    }
  }
}
