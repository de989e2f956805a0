package dev.slipway.coordinator.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.build.BuildSpec.ArchiveFormat;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class SourcesTest {
  private final Sources sources;
  private final BlobStore blobs;
  private final TestRows rows;

  SourcesTest(Sources sources, BlobStore blobs, TestRows rows) {
    this.sources = sources;
    this.blobs = blobs;
    this.rows = rows;
  }

  @Test
  void packsInlineFilesIntoATarThatTheTenantHas() throws IOException {
    String tenant = rows.tenant();
    String deep = "a".repeat(90) + "/" + "ü".repeat(90) + ".txt";

    var archive = sources.pack(tenant, Map.of("index.html", bytes("<p>"), deep, bytes("deep")));

    assertThat(archive.format()).isEqualTo(ArchiveFormat.TAR);
    assertThat(sources.find(tenant, archive.sha256())).hasValue(archive);
    assertThat(unpack(archive.sha256()))
        .containsOnly(Map.entry("index.html", "<p>"), Map.entry(deep, "deep"));
  }

  @Test
  void theSameFilesMakeTheSameArchive() {
    String tenant = rows.tenant();
    Map<String, byte[]> backwards = new LinkedHashMap<>();
    backwards.put("b", bytes("2"));
    backwards.put("a", bytes("1"));

    var first = sources.pack(tenant, Map.of("a", bytes("1"), "b", bytes("2")));

    assertThat(sources.pack(tenant, backwards)).isEqualTo(first);
  }

  @Test
  void anUnknownTenantHasNowhereToPackFor() {
    assertThatThrownBy(() -> sources.pack("nobody", Map.of("a", bytes("1"))))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("tenants/nobody does not exist");
  }

  private Map<String, String> unpack(String sha256) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (var tar = new TarArchiveInputStream(blobs.open(sha256), "UTF-8")) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        files.put(entry.getName(), new String(tar.readAllBytes(), UTF_8));
      }
    }
    return files;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
