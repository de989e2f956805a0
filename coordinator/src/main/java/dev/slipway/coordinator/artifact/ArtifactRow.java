package dev.slipway.coordinator.artifact;

import dev.slipway.coordinator.build.Results.Artifact;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A row of the table {@code artifact}. */
@MappedEntity("artifact")
record ArtifactRow(
    @Id UUID buildId, String name, String sha256, long sizeBytes, String mediaType, boolean site) {

  Artifact artifact() {
    return new Artifact(name, sha256, sizeBytes, mediaType, site);
  }
}
