package dev.slipway.runner.environment;

import dev.slipway.runner.step.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of every command.
 *
 * <p>CI is not set: create-react-app, for one, then takes warnings for errors, and a site that
 * builds by hand must build here. Nothing can wait for an answer all the same, as standard input is
 * empty.
 */
public final class StepEnvironment {
  /** The attempt's uid, by which a coordinator finds processes that a killed runner left behind. */
  public static final String ATTEMPT = "SLIPWAY_ATTEMPT";

  private static final Map<String, String> QUIET =
      Map.of(
          "NEXT_TELEMETRY_DISABLED", "1",
          "NUXT_TELEMETRY_DISABLED", "1",
          "ASTRO_TELEMETRY_DISABLED", "1",
          "GATSBY_TELEMETRY_DISABLED", "1",
          "NG_CLI_ANALYTICS", "false",
          "YARN_ENABLE_TELEMETRY", "0",
          "NO_UPDATE_NOTIFIER", "1",
          "npm_config_update_notifier", "false",
          "COREPACK_ENABLE_DOWNLOAD_PROMPT", "0");

  private StepEnvironment() {}

  /**
   * Makes it.
   *
   * @param outer the runner's own
   */
  public static Map<String, String> of(
      Map<String, String> outer, Folders folders, String attemptUid) {
    Map<String, String> inner = new TreeMap<>();
    outer.forEach(
        (name, value) -> {
          if (PassedNames.contains(name)) {
            inner.put(name, value);
          }
        });
    inner.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin");
    inner.putIfAbsent("LANG", "C.UTF-8");
    inner.putAll(QUIET);
    inner.put("HOME", folders.home().toString());
    inner.put("TMPDIR", folders.tmp().toString());
    inner.put(ATTEMPT, attemptUid);
    inner.put("npm_config_cache", folders.cache().resolve("npm").toString());
    inner.put("COREPACK_HOME", folders.cache().resolve("corepack").toString());
    userConfig(inner, outer);
    return inner;
  }

  /** HOME is not the user's, so npm would not find the user's settings by itself. */
  private static void userConfig(Map<String, String> inner, Map<String, String> outer) {
    boolean given = inner.keySet().stream().anyMatch("npm_config_userconfig"::equalsIgnoreCase);
    String home = outer.get("HOME");
    if (!given && home != null && Files.isReadable(Path.of(home, ".npmrc"))) {
      inner.put("NPM_CONFIG_USERCONFIG", Path.of(home, ".npmrc").toString());
    }
  }
}
