package dev.slipway.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.artifact.ArtifactConfig;
import dev.slipway.coordinator.blob.BlobConfig;
import dev.slipway.coordinator.preview.PreviewConfig;
import dev.slipway.coordinator.source.SourceConfig;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key of the rooms that store and serve: its default, another value, what it refuses. */
class ConfigTest {

  @Test
  void hasDefaults() {
    try (var context = context(Map.of())) {
      assertThat(context.getBean(BlobConfig.class)).isEqualTo(new BlobConfig(Duration.ofHours(24)));
      assertThat(context.getBean(SourceConfig.class))
          .isEqualTo(new SourceConfig(256L * 1024 * 1024, 256 * 1024));
      assertThat(context.getBean(ArtifactConfig.class))
          .isEqualTo(new ArtifactConfig(512L * 1024 * 1024));
      assertThat(context.getBean(PreviewConfig.class))
          .isEqualTo(new PreviewConfig("127.0.0.1", 0, 64, "frame-ancestors 'self'"));
    }
  }

  @Test
  void takesOtherValues() {
    Map<String, Object> values =
        Map.of(
            "slipway.blob.partials-kept", "2h",
            "slipway.source.archive-bytes-max", 1_000,
            "slipway.source.chunk-bytes-max", 100,
            "slipway.artifact.bytes-max", 2_000,
            "slipway.preview.host", "127.0.0.2",
            "slipway.preview.open-sites-max", 3,
            "slipway.preview.content-security-policy", "frame-ancestors *");

    try (var context = context(values)) {
      assertThat(context.getBean(BlobConfig.class)).isEqualTo(new BlobConfig(Duration.ofHours(2)));
      assertThat(context.getBean(SourceConfig.class)).isEqualTo(new SourceConfig(1_000, 100));
      assertThat(context.getBean(ArtifactConfig.class)).isEqualTo(new ArtifactConfig(2_000));
      assertThat(context.getBean(PreviewConfig.class))
          .isEqualTo(new PreviewConfig("127.0.0.2", 0, 3, "frame-ancestors *"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "slipway.blob.partials-kept, 1s, give 1m or more (default 24h)",
    "slipway.source.archive-bytes-max, 0, give 1 or more (default 268435456)",
    "slipway.source.chunk-bytes-max, -1, give 1 or more (default 262144)",
    "slipway.artifact.bytes-max, 0, give 1 or more (default 536870912)",
    "slipway.preview.port, 65536, 'give 1 to 65535, or 0'",
    "slipway.preview.open-sites-max, 0, give 1 or more (default 64)"
  })
  void refusesValuesThatMakeNoSense(String key, String value, String message) {
    assertThatThrownBy(
            () -> {
              try (var context = context(Map.of(key, value))) {
                context.getBean(BlobConfig.class);
                context.getBean(SourceConfig.class);
                context.getBean(ArtifactConfig.class);
                context.getBean(PreviewConfig.class);
              }
            })
        .hasStackTraceContaining(key)
        .hasStackTraceContaining(message);
  }

  private static ApplicationContext context(Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>(TestDatabase.properties());
    all.putAll(values);
    return ApplicationContext.builder().banner(false).properties(all).start();
  }
}
