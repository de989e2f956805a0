package dev.slipway.coordinator.build;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * What a build that succeeded gave.
 *
 * @param artifacts what it made, by name
 * @param output what a snippet printed, at most 64 KiB, invalid UTF-8 and NUL replaced
 * @param outputTruncated whether {@code output} is only the beginning
 */
@Serdeable
public record Results(List<Artifact> artifacts, String output, boolean outputTruncated) {
  public Results {
    artifacts = List.copyOf(artifacts);
  }

  /** Whether there is a website to serve. */
  public boolean hasSite() {
    return artifacts.stream().anyMatch(Artifact::site);
  }

  /**
   * A file that a build made.
   *
   * @param name its file name, unique within the build
   * @param sha256 lower-case hex; the blob store knows the bytes by it
   * @param sizeBytes its length
   * @param mediaType as in HTTP
   * @param site whether it is a zip of a website that can be served
   */
  @Serdeable
  public record Artifact(
      String name, String sha256, long sizeBytes, String mediaType, boolean site) {}
}
