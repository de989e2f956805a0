package dev.slipway.coordinator.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.artifact.Artifacts;
import dev.slipway.coordinator.blob.BlobMissing;
import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class SitesTest {
  private final BlobStore blobs;
  private final Artifacts artifacts;
  private final TestSites published;
  private final TestRows rows;

  SitesTest(BlobStore blobs, Artifacts artifacts, TestSites published, TestRows rows) {
    this.blobs = blobs;
    this.artifacts = artifacts;
    this.published = published;
    this.rows = rows;
  }

  @Test
  void keepsASiteOpenForItsBorrowerAlsoWhenItIsNotKept() throws IOException {
    var sites = new Sites(blobs, new PreviewConfig("127.0.0.1", 0, 1, ""));
    String first = publish("one");
    String second = publish("two");

    try (var borrowed = sites.borrow(first)) {
      sites.borrow(second).close(); // pushes the first one out

      assertThat(borrowed.site().find("index.html").orElseThrow().open()).hasContent("one");
    }

    var again = sites.borrow(first);
    var site = again.site();
    again.close();
    sites.borrow(second).close();
    assertThatThrownBy(() -> site.find("index.html")).hasMessageContaining("closed");
    sites.closeAll();
  }

  @Test
  void saysThatAnArtifactIsMissing() {
    var sites = new Sites(blobs, new PreviewConfig("127.0.0.1", 0, 1, ""));

    assertThatThrownBy(() -> sites.borrow("0".repeat(64))).isInstanceOf(BlobMissing.class);
  }

  private String publish(String content) {
    UUID build = rows.succeeded(rows.tenant(), null, null);
    published.publish(build, Map.of("index.html", content));
    return artifacts.findSite(build).orElseThrow().sha256();
  }
}
