package dev.slipway.runner.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runner.step.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepEnvironmentTest {
  @TempDir Path temp;

  @Test
  void networkAndRegistrySettingsPass() throws Exception {
    Map<String, String> settings =
        Map.of(
            "PATH", "/bin",
            "LC_ALL", "de_DE.UTF-8",
            "https_proxy", "http://proxy:3128",
            "NO_PROXY", "localhost",
            "NODE_EXTRA_CA_CERTS", "/ca.pem",
            "npm_config_registry", "http://registry",
            "NPM_CONFIG_CAFILE", "/ca.pem",
            "YARN_NPM_REGISTRY_SERVER", "http://registry");

    assertThat(environment(settings)).containsAllEntriesOf(settings);
  }

  @Test
  void everythingElseStays() throws Exception {
    Map<String, String> others =
        Map.of(
            "AWS_SECRET_ACCESS_KEY", "secret",
            "GITHUB_TOKEN", "secret",
            "NODE_OPTIONS", "--inspect",
            "NODE_ENV", "production",
            "CI", "true",
            "npm_config_prefix", "/usr",
            "npm_lifecycle_event", "demo",
            "SLIPWAY_SERVER", "127.0.0.1:1",
            "JAVA_TOOL_OPTIONS", "-Xmx1g");

    assertThat(environment(others)).doesNotContainKeys(others.keySet().toArray(new String[0]));
  }

  @Test
  void homeAndTmpAreTheAttemptsOwn() throws Exception {
    assertThat(environment(Map.of("HOME", "/home/me", "TMPDIR", "/var/tmp")))
        .containsEntry("HOME", temp.resolve("attempt/home").toString())
        .containsEntry("TMPDIR", temp.resolve("attempt/tmp").toString())
        .containsEntry("npm_config_cache", temp.resolve("cache/npm").toString())
        .containsEntry(StepEnvironment.ATTEMPT, "uid");
  }

  @Test
  void npmStillFindsItsUsersSettings() throws Exception {
    Path npmrc = Files.writeString(temp.resolve(".npmrc"), "");

    assertThat(environment(Map.of("HOME", temp.toString())))
        .containsEntry("NPM_CONFIG_USERCONFIG", npmrc.toString());
    assertThat(environment(Map.of("HOME", temp.toString(), "npm_config_userconfig", "/mine")))
        .containsEntry("npm_config_userconfig", "/mine")
        .doesNotContainKey("NPM_CONFIG_USERCONFIG");
  }

  private Map<String, String> environment(Map<String, String> outer) throws Exception {
    Folders folders = Folders.in(temp.resolve("attempt"), temp.resolve("cache"));
    return StepEnvironment.of(new HashMap<>(outer), folders, "uid");
  }
}
