package dev.slipway.race;

import java.nio.file.Path;

/** Where races write. */
final class Folders {
  private Folders() {}

  /** e2e/race gives the source tree's: /tmp may be memory, which has no fsync. */
  static Path target() {
    var set = System.getenv("SLIPWAY_RACE_DIR");
    return Path.of(set == null || set.isEmpty() ? "target" : set).toAbsolutePath();
  }
}
