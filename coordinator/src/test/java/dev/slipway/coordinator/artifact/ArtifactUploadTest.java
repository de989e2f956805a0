package dev.slipway.coordinator.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.blob.Blobs;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class ArtifactUploadTest {
  private final Artifacts artifacts;
  private final String attempt = UUID.randomUUID().toString();
  private final byte[] content = ("site of " + attempt).getBytes(UTF_8);
  private final String sha256 = Blobs.sha256(content);

  ArtifactUploadTest(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  @Test
  void storesWhatWasAnnounced() {
    try (var upload = artifacts.receive(attempt, sha256, content.length)) {
      upload.chunk(ByteBuffer.wrap(content, 0, 5));
      upload.chunk(ByteBuffer.wrap(content, 5, content.length - 5));
      upload.commit();
    }

    assertThat(artifacts.stored(sha256, content.length)).isTrue();
    assertThat(artifacts.stored(sha256, content.length + 1)).isFalse();
  }

  @Test
  void beginsAnewAfterACut() {
    try (var cut = artifacts.receive(attempt, sha256, content.length)) {
      cut.chunk(ByteBuffer.wrap(content, 0, 5));
    }

    storesWhatWasAnnounced();
  }

  @Test
  void refusesOtherBytesThanAnnounced() {
    String other = "0".repeat(64);

    assertThatThrownBy(() -> send(other, content.length)).hasMessageContaining("the bytes have");
    assertThatThrownBy(() -> send(sha256, content.length + 1)).hasMessageContaining("bytes came");
    assertThatThrownBy(() -> send(sha256, 3)).hasMessageContaining("goes beyond the 3 bytes");

    assertThat(artifacts.stored(sha256, content.length)).isFalse();
    assertThat(artifacts.stored(other, content.length)).isFalse();
  }

  @Test
  void refusesOneOverTheLimit() {
    assertThatThrownBy(() -> artifacts.receive(attempt, sha256, 1L << 40))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.kind()).isInstanceOf(Refusal.Kind.Exhausted.class))
        .hasMessageContaining("the limit is 536870912");
  }

  private void send(String announced, long size) {
    try (var upload = artifacts.receive(attempt, announced, size)) {
      upload.chunk(ByteBuffer.wrap(content));
      upload.commit();
    }
  }
}
