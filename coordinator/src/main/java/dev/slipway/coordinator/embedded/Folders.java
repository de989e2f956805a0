package dev.slipway.coordinator.embedded;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where data and caches live when nobody says otherwise: the XDG base directories. */
final class Folders {
  private Folders() {}

  /** {@code $XDG_DATA_HOME/slipway}, or {@code ~/.local/share/slipway}. */
  static Path data(Map<String, String> environment) {
    return xdg(environment.get("XDG_DATA_HOME"), ".local/share");
  }

  /** {@code $XDG_CACHE_HOME/slipway}, or {@code ~/.cache/slipway}. */
  static Path cache(Map<String, String> environment) {
    return xdg(environment.get("XDG_CACHE_HOME"), ".cache");
  }

  private static Path xdg(@Nullable String base, String underHome) {
    // The XDG rule: a relative path is to be ignored.
    return base != null && Path.of(base).isAbsolute()
        ? Path.of(base, "slipway")
        : Path.of(System.getProperty("user.home"), underHome, "slipway");
  }
}
