package dev.slipway.runner.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run.
 *
 * @param words the program and its arguments, at least one; no shell reads them
 * @param folder the working directory
 * @param environment the whole environment; nothing of the runner's own is added
 */
public record Command(List<String> words, Path folder, Map<String, String> environment) {
  public Command {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a command needs at least the name of a program");
    }
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }
}
