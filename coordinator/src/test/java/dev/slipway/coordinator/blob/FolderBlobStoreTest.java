package dev.slipway.coordinator.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.build.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBlobStoreTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String HELLO = Sha256.of("hello");

  @TempDir Path dataDir;
  private FolderBlobStore store;

  @BeforeEach
  void open() {
    store = reopen(NOW);
  }

  @Test
  void givesBackWhatWasPut() throws IOException {
    var blob = store.put(bytes("hello"));

    assertThat(blob).isEqualTo(new BlobStore.Blob(HELLO, 5));
    assertThat(store.size(HELLO)).hasValue(5);
    assertThat(store.file(HELLO)).hasContent("hello");
    try (InputStream in = store.open(HELLO)) {
      assertThat(in).hasContent("hello");
    }
  }

  @Test
  void takesTheSameBytesTwice() {
    store.put(bytes("hello"));
    store.put(bytes("hello"));

    assertThat(wholeBlobs()).hasSize(1);
    assertThat(partials()).isEmpty();
  }

  @Test
  void saysThatABlobIsMissing() {
    assertThat(store.size(HELLO)).isEmpty();
    assertThatThrownBy(() -> store.open(HELLO)).isInstanceOf(BlobMissing.class);
    assertThatThrownBy(() -> store.file(HELLO)).isInstanceOf(BlobMissing.class);
  }

  @Test
  void refusesANameThatIsAPath() {
    assertThatThrownBy(() -> store.size("../../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsNothingOfAStreamThatBreaks() {
    InputStream broken =
        new InputStream() {
          private int left = 10_000;

          @Override
          public int read() throws IOException {
            if (left-- > 0) {
              return 'x';
            }
            throw new IOException("cut");
          }
        };

    assertThatThrownBy(() -> store.put(broken)).isInstanceOf(UncheckedIOException.class);

    assertThat(wholeBlobs()).isEmpty();
    assertThat(partials()).isEmpty();
  }

  @Test
  void goesOnWithAnUploadAfterARestart() throws Exception {
    try (var upload = store.upload("a", HELLO)) {
      upload.append(buffer("hel"));
    }

    store = reopen(NOW);

    assertThat(store.uploaded("a", HELLO)).isEqualTo(3);
    try (var upload = store.upload("a", HELLO)) {
      assertThat(upload.position()).isEqualTo(3);
      assertThat(upload.head(10)).asString().isEqualTo("hel");
      upload.append(buffer("lo"));
      assertThat(store.size(HELLO)).as("visible before the commit").isEmpty();
      upload.commit();
    }
    assertThat(store.file(HELLO)).hasContent("hello");
    assertThat(store.uploaded("a", HELLO)).isZero();
  }

  @Test
  void rewindsAnUpload() throws Exception {
    try (var upload = store.upload("a", HELLO)) {
      upload.append(buffer("help"));
      upload.rewind(3);
      upload.append(buffer("lo"));
      upload.commit();
    }

    assertThat(store.file(HELLO)).hasContent("hello");
  }

  @Test
  void discardsAnUploadOfOtherBytes() {
    try (var upload = store.upload("a", HELLO)) {
      upload.append(buffer("jello"));

      assertThatThrownBy(upload::commit)
          .isInstanceOf(WrongSha256.class)
          .hasMessageContaining(Sha256.of("jello"));
    }

    assertThat(store.size(HELLO)).isEmpty();
    assertThat(store.uploaded("a", HELLO)).isZero();
  }

  @Test
  void hasOneWriterPerOwnerAndSha256() {
    try (var _ = store.upload("a", HELLO)) {
      assertThatThrownBy(() -> store.upload("a", HELLO))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> assertThat(refusal.kind()).isInstanceOf(Refusal.Kind.Conflict.class));

      store.upload("b", HELLO).close();
    }

    store.upload("a", HELLO).close();
  }

  @Test
  void keepsTheBytesOfTwoOwnersApart() {
    try (var upload = store.upload("a", HELLO)) {
      upload.append(buffer("hel"));
    }

    assertThat(store.uploaded("b", HELLO)).isZero();
  }

  @Test
  void sweepsUploadsThatNobodyWentOnWithForADay() throws IOException {
    upload("old", "hel");
    upload("young", "he");
    Files.setLastModifiedTime(
        oldest(), FileTime.from(NOW.minus(Duration.ofHours(24)).minusSeconds(1)));
    store.put(bytes("a whole blob"));

    store = reopen(NOW);

    assertThat(List.of(store.uploaded("old", HELLO), store.uploaded("young", HELLO)))
        .containsExactly(0L, 2L);
    assertThat(wholeBlobs()).hasSize(1);
  }

  @Test
  void showsNothingOfABlobWhoseWriterWasKilled() throws Exception {
    Process writer =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                EndlessWriter.class.getName(),
                dataDir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(writer.inputReader().readLine()).isEqualTo("writing");
    } finally {
      writer.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    assertThat(partials()).isNotEmpty();
    assertThat(wholeBlobs()).isEmpty();

    reopen(InstantSource.system().instant().plus(Duration.ofHours(25)));

    assertThat(partials()).isEmpty();
  }

  /** Puts a blob that never ends, and says so once it is in the middle of it. */
  static final class EndlessWriter {
    public static void main(String[] args) {
      open(Path.of(args[0]), InstantSource.system())
          .put(
              new InputStream() {
                private long given;

                @Override
                public int read() {
                  if (++given == 1_000_000) {
                    System.out.println("writing");
                  }
                  return 'x';
                }
              });
    }
  }

  private FolderBlobStore reopen(Instant now) {
    return open(dataDir, InstantSource.fixed(now));
  }

  private static FolderBlobStore open(Path dataDir, InstantSource clock) {
    var store = new FolderBlobStore(dataDir, new BlobConfig(Duration.ofHours(24)), clock);
    store.sweep();
    return store;
  }

  private void upload(String owner, String text) throws IOException {
    try (var upload = store.upload(owner, HELLO)) {
      upload.append(buffer(text));
    }
    for (Path file : partials()) {
      Files.setLastModifiedTime(file, FileTime.from(NOW));
    }
  }

  private Path oldest() throws IOException {
    for (Path file : partials()) {
      if (Files.size(file) == 3) {
        return file;
      }
    }
    throw new AssertionError("no upload of 3 bytes");
  }

  private List<Path> partials() {
    return files(dataDir.resolve("blobs/partial"));
  }

  private List<Path> wholeBlobs() {
    return files(dataDir.resolve("blobs")).stream()
        .filter(file -> !file.startsWith(dataDir.resolve("blobs/partial")))
        .toList();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static ByteBuffer buffer(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}
