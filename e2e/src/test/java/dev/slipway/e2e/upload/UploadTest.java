package dev.slipway.e2e.upload;

import static dev.slipway.e2e.Requests.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.e2e.Refused;
import dev.slipway.e2e.Slipway;
import dev.slipway.e2e.TarGz;
import dev.slipway.e2e.Uploads;
import dev.slipway.v1.Archive;
import dev.slipway.v1.ArchiveFormat;
import dev.slipway.v1.Source;
import io.grpc.Status.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Archives on their way in: cut and resumed, wrong, too large, never uploaded. */
class UploadTest {

  private static final int MIB = 1024 * 1024;

  @AutoClose private static Slipway slipway;

  @BeforeAll
  static void start() {
    slipway = Slipway.up();
  }

  @Test
  void anUploadThatWasCutGoesOnWhereItStopped() {
    var content = random(1, 5 * MIB);
    var archive = new TarGz().file("cargo", content).bytes();

    slipway.uploads().cut(Uploads.header(archive).build(), archive, 3 * MIB);
    await("something of it is kept")
        .atMost(Duration.ofSeconds(30))
        .until(() -> slipway.uploads().status(archive).getCommittedSize() > 0);
    var rest = resume(archive);

    assertThat(rest).isBetween(1L, 3L * MIB);
    assertThat(slipway.uploads().status(archive).getComplete()).isTrue();
    var build = shell("sha256sum cargo").setSource(source(archive));
    var built = slipway.submits().succeeded(slipway.submits().submit(build));
    assertThat(slipway.submits().logText(built)).contains(Uploads.sha256(content));
  }

  @Test
  void anUploadThatWasCutByAKilledCoordinatorGoesOnToo() {
    var archive = new TarGz().file("cargo", random(2, 4 * MIB)).bytes();
    slipway.uploads().cut(Uploads.header(archive).build(), archive, 2 * MIB);

    slipway.kill();
    slipway.startAgain();
    resume(archive);

    assertThat(slipway.uploads().status(archive).getComplete()).isTrue();
  }

  @Test
  void anArchiveThatNobodyBeganHasNothing() {
    var status = slipway.uploads().status(random(3, 10));

    assertThat(status.getCommittedSize()).isZero();
    assertThat(status.getComplete()).isFalse();
  }

  @Test
  void theSameArchiveTwiceIsOneArchive() {
    var archive = new TarGz().file("a", "1").bytes();

    var first = slipway.uploads().tarGz(archive);
    var second = slipway.uploads().tarGz(archive);

    assertThat(second).isEqualTo(first);
  }

  @Test
  void aWrongSha256IsRefusedAndNothingIsKept() {
    var archive = new TarGz().file("a", random(4, MIB)).bytes();
    var other = new TarGz().file("a", random(5, MIB)).bytes();
    var header = Uploads.header(archive).setSha256(Uploads.sha256(other)).build();

    var refused = Refused.when(() -> slipway.uploads().upload(header, archive));

    assertThat(refused.code()).as("%s", refused).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.message()).contains("sha256");
    assertThat(slipway.uploads().status(other).getCommittedSize()).isZero();
  }

  @Test
  void whatIsNotAnArchiveIsRefused() {
    var text = "just some text, long enough to look at".getBytes(StandardCharsets.UTF_8);

    var refused = Refused.when(() -> slipway.uploads().upload(Uploads.header(text).build(), text));

    assertThat(refused.code()).as("%s", refused).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(slipway.uploads().status(text).getComplete()).isFalse();
  }

  @Test
  void aZipIsTakenToo() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("folder/cargo"));
      zip.write("tea".getBytes(StandardCharsets.UTF_8));
    }
    var archive = bytes.toByteArray();
    var header = Uploads.header(archive).setFormat(ArchiveFormat.ARCHIVE_FORMAT_ZIP).build();

    var status = slipway.uploads().upload(header, archive);

    assertThat(status.getComplete()).isTrue();
    var build = shell("cat folder/cargo").setSource(source(archive));
    var built = slipway.submits().succeeded(slipway.submits().submit(build));
    assertThat(slipway.submits().logText(built)).contains("tea");
  }

  @Test
  void anArchiveOfAnotherFormatIsRefused() {
    var archive = new TarGz().file("a", "2").bytes();
    var header = Uploads.header(archive).setFormat(ArchiveFormat.ARCHIVE_FORMAT_ZIP).build();

    var refused = Refused.when(() -> slipway.uploads().upload(header, archive));

    assertThat(refused.code()).as("%s", refused).isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void anArchiveOverTheLimitIsRefusedBeforeItsFirstByte() {
    var archive = new TarGz().file("a", "3").bytes();
    var header = Uploads.header(archive).setSizeBytes(256L * MIB + 1).build();

    var refused = Refused.when(() -> slipway.uploads().upload(header, archive));

    assertThat(refused.code()).as("%s", refused).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.message()).containsAnyOf("256 MiB", "268435456");
  }

  @Test
  void aBuildOfAnArchiveThatWasNotUploadedIsRefused() {
    var refused =
        Refused.when(
            () -> slipway.submits().submit(shell("true").setSource(source(random(6, 10)))));

    assertThat(refused.code()).isEqualTo(Code.NOT_FOUND);
  }

  /** Uploads what is missing; gives the offset from which it went on. */
  private static long resume(byte[] archive) {
    var committed = slipway.uploads().status(archive).getCommittedSize();
    slipway.uploads().upload(Uploads.header(archive).setOffset(committed).build(), archive);
    return committed;
  }

  private static Source.Builder source(byte[] archive) {
    return Source.newBuilder().setArchive(Archive.newBuilder().setSha256(Uploads.sha256(archive)));
  }

  private static byte[] random(int seed, int size) {
    var bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
