package dev.slipway.runner.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The words before a command that give it a session of its own, so that a signal from the runner's
 * terminal does not reach it and its own signals to its group do not reach the runner. None where
 * there is no setsid(1).
 */
final class SessionStarter {
  static final List<String> WORDS =
      Stream.of("/usr/bin/setsid", "/bin/setsid")
          .filter(file -> Files.isExecutable(Path.of(file)))
          .limit(1)
          .toList();

  private SessionStarter() {}
}
