package dev.slipway.coordinator.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.build.BuildSpec.ArchiveFormat;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.TestQueries;
import io.micronaut.transaction.TransactionOperations;
import java.io.IOException;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class SourcesTest {
  private final Sources sources;
  private final BlobStore blobs;
  private final TestRows rows;
  private final TestQueries queries;
  private final TransactionOperations<Connection> transactions;

  SourcesTest(
      Sources sources,
      BlobStore blobs,
      TestRows rows,
      TestQueries queries,
      TransactionOperations<Connection> transactions) {
    this.sources = sources;
    this.blobs = blobs;
    this.rows = rows;
    this.queries = queries;
    this.transactions = transactions;
  }

  @Test
  void packsInlineFilesIntoATarThatTheTenantHas() throws IOException {
    String tenant = rows.tenant();
    String deep = "a".repeat(90) + "/" + "ü".repeat(90) + ".txt";

    var files = PackedFiles.of(Map.of("index.html", bytes("<p>"), deep, bytes("deep")));
    var archive = files.archive();
    assertThat(sources.has(tenant, files)).isFalse();

    sources.store(tenant, files);

    assertThat(sources.has(tenant, files)).isTrue();
    assertThat(archive.format()).isEqualTo(ArchiveFormat.TAR);
    assertThat(sources.find(tenant, archive.sha256())).hasValue(archive);
    assertThat(unpack(archive.sha256()))
        .containsOnly(Map.entry("index.html", "<p>"), Map.entry(deep, "deep"));
  }

  @Test
  void theSameFilesMakeTheSameArchive() {
    Map<String, byte[]> backwards = new LinkedHashMap<>();
    backwards.put("b", bytes("2"));
    backwards.put("a", bytes("1"));

    var first = PackedFiles.of(Map.of("a", bytes("1"), "b", bytes("2")));

    assertThat(PackedFiles.of(backwards).archive()).isEqualTo(first.archive());
  }

  @Test
  void anUnknownTenantHasNowhereToStoreIt() {
    assertThatThrownBy(() -> sources.store("nobody", PackedFiles.of(Map.of("a", bytes("1")))))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("tenants/nobody does not exist");
  }

  @Test
  void storingWhatIsThereChangesNothing() {
    String tenant = rows.tenant();
    var files = PackedFiles.of(Map.of("a", bytes("1")));
    sources.store(tenant, files);

    sources.store(tenant, files);

    assertThat(sources.find(tenant, files.archive().sha256())).hasValue(files.archive());
  }

  /** The last thing of an upload, too: its bytes are whole, and then there is no tenant. */
  @Test
  void aTenantThatIsDeletedMeanwhileIsNotFound() throws Exception {
    String tenant = rows.tenant();
    var sha256 = PackedFiles.of(Map.of("a", bytes("1"))).archive().sha256();

    try (var threads = Executors.newSingleThreadExecutor()) {
      var stored =
          transactions.executeWrite(
              _ -> {
                rows.execute("DELETE FROM tenant WHERE tenant_id = ?", tenant);
                var inserting =
                    threads.submit(() -> sources.insert(tenant, sha256, ArchiveFormat.TAR, 1));
                await().until(() -> queries.waitingForLocks() >= 1);
                return inserting;
              });

      assertThatThrownBy(() -> stored.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(Refusal.class)
          .hasMessageContaining("tenants/" + tenant + " does not exist");
    }
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
