package dev.slipway.checker;

import dev.slipway.checker.history.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * {@code Check <folder> [--expect-builds N] [--expect-kills N]}: prints what each rule found. Exits
 * with 0 when all hold, 1 when one is broken, 2 when the folder or the command line is.
 */
public final class Check {
  private static final String USAGE =
      "Usage: Check <folder> [--expect-builds N] [--expect-kills N]";

  private Check() {}

  /** Runs the command line. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    long builds = 0;
    long kills = 0;
    Path folder = null;
    var words = new ArrayDeque<>(Arrays.asList(arguments));
    try {
      while (!words.isEmpty()) {
        var word = words.removeFirst();
        switch (word) {
          case "--expect-builds" -> builds = Long.parseLong(words.removeFirst());
          case "--expect-kills" -> kills = Long.parseLong(words.removeFirst());
          default -> folder = Path.of(word);
        }
      }
    } catch (RuntimeException e) {
      System.err.println(USAGE);
      return 2;
    }
    if (folder == null) {
      System.err.println(USAGE);
      return 2;
    }
    try {
      var report = Checks.all().expecting(builds, kills).run(History.read(folder));
      System.out.println(report);
      return report.violations() == 0 ? 0 : 1;
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(folder + " cannot be read: " + e.getMessage());
      return 2;
    }
  }
}
