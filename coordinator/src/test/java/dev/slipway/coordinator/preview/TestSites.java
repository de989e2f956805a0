package dev.slipway.coordinator.preview;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.coordinator.artifact.Artifacts;
import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.build.Results;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Publishes small sites, as the report of a success does. */
@Singleton
class TestSites {
  private final Artifacts artifacts;
  private final Previews previews;
  private final BlobStore blobs;
  private final TransactionOperations<Connection> transactions;

  TestSites(
      Artifacts artifacts,
      Previews previews,
      BlobStore blobs,
      TransactionOperations<Connection> transactions) {
    this.artifacts = artifacts;
    this.previews = previews;
    this.blobs = blobs;
    this.transactions = transactions;
  }

  /** Stores a site of these files as a build's artifact. */
  void publish(UUID build, Map<String, String> files) {
    var blob = blobs.put(new ByteArrayInputStream(zip(files)));
    var site =
        new Results.Artifact("site.zip", blob.sha256(), blob.sizeBytes(), "application/zip", true);
    transactions.executeWrite(
        _ -> {
          artifacts.insert(build, List.of(site));
          return site;
        });
  }

  /** Lets a chat show a build, in a transaction of its own. */
  void flip(String tenant, String chat, UUID build) {
    transactions.executeWrite(
        _ -> {
          previews.flip(tenant, chat, build);
          return build;
        });
  }

  private static byte[] zip(Map<String, String> files) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
