package dev.slipway.runner.snippet;

import dev.slipway.runner.step.Reason;
import dev.slipway.runner.step.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The one file that a snippet is, or begins with. */
final class Entry {
  private static final Pattern CODE = Pattern.compile(".*\\.([cm]?js|[cm]?ts|jsx|tsx)");
  private static final int DEPTH_MAX = 8;
  private static final int NAMES_SHOWN = 5;

  private Entry() {}

  /**
   * Finds it.
   *
   * @param parameter its path within {@code work}; empty: there must be just one
   * @return relative to {@code work}
   */
  static Path of(Path work, String parameter) throws StepFailed, IOException {
    if (!parameter.isEmpty()) {
      Path file = work.resolve(parameter).normalize();
      if (!file.startsWith(work) || !Files.isRegularFile(file)) {
        throw failed(
            "Parameter entry is `" + parameter + "`, which is no file of the source.",
            "Name the file relative to the source's top folder.");
      }
      return work.relativize(file);
    }
    List<Path> found;
    try (Stream<Path> files = Files.walk(work, DEPTH_MAX)) {
      found =
          files
              .map(work::relativize)
              .filter(file -> CODE.matcher(file.toString()).matches())
              .filter(file -> !file.toString().endsWith(".d.ts"))
              .filter(file -> !file.startsWith("node_modules"))
              .sorted()
              .toList();
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw failed(
        found.isEmpty()
            ? "The source has no JavaScript or TypeScript file."
            : "The source has "
                + found.size()
                + " JavaScript or TypeScript files: "
                + String.join(", ", found.stream().limit(NAMES_SHOWN).map(Path::toString).toList())
                + (found.size() > NAMES_SHOWN ? " …" : ""),
        "Submit one file, or name the one to run by parameter entry.");
  }

  private static StepFailed failed(String message, String hint) {
    return new StepFailed(Reason.CONFIG_ERROR, message, hint);
  }
}
