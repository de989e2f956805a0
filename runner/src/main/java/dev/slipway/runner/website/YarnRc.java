package dev.slipway.runner.website;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The one setting of {@code .yarnrc.yml} that matters before yarn runs. */
final class YarnRc {
  private static final String KEY = "yarnPath:";

  private YarnRc() {}

  /** The yarn that the project has checked in, if it has. */
  static Optional<Path> yarnPath(Path root) throws IOException {
    Path file = root.resolve(".yarnrc.yml");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(KEY))
          .map(line -> line.substring(KEY.length()).replaceAll("['\"]|\\s+#.*", "").strip())
          .map(root::resolve)
          .filter(Files::isRegularFile)
          .findFirst();
    }
  }
}
