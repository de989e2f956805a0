package dev.slipway.runner.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.runner.coordinator.Plans;
import dev.slipway.runner.v1.Limits;
import dev.slipway.runner.v1.PlanArchive.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Good archives come out as they went in; each bad one is refused by name, and nothing is written
 * outside the folder.
 */
class ArchiveTest {
  @TempDir Path temp;

  private final Limits.Builder limits = Plans.limits();

  @Test
  void tarComesOutAsItWentIn() throws Exception {
    byte[] tar =
        Archives.tar(
            out -> {
              Archives.file(out, "./index.html", "<h1>ä</h1>");
              Archives.file(out, "a/b/ä 日本.txt", "text");
              Archives.file(out, "long/" + "x".repeat(200) + "/y", "long");
            });

    for (Format format :
        new Format[] {Format.FORMAT_TAR, Format.FORMAT_TAR_GZ, Format.FORMAT_TAR_ZST}) {
      Path folder = unpack(pack(tar, format), format);

      assertThat(folder.resolve("index.html")).hasContent("<h1>ä</h1>");
      assertThat(folder.resolve("a/b/ä 日本.txt")).hasContent("text");
      assertThat(folder.resolve("long/" + "x".repeat(200) + "/y")).hasContent("long");
    }
  }

  @Test
  void zipComesOutAsItWentIn() throws Exception {
    byte[] zip =
        Archives.zip(
            out -> {
              Archives.file(out, "site/index.html", "<h1>ä</h1>");
              Archives.file(out, "site/ä.txt", "text");
              Archives.file(out, "__MACOSX/site/._index.html", "fork");
            });

    Path folder = unpack(zip, Format.FORMAT_ZIP);

    assertThat(folder.resolve("site/index.html")).hasContent("<h1>ä</h1>");
    assertThat(folder.resolve("site/ä.txt")).hasContent("text");
    assertThat(folder.resolve("__MACOSX")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "a/../../evil",
        "/etc/evil",
        "C:evil",
        "C:/evil",
        "a\\..\\evil",
        "..\\evil",
        "a/..",
        "new\nline",
        "bell\u0007",
        "a/\u0085b"
      })
  void nameThatIsNotSafeIsRefused(String name) throws Exception {
    byte[] tar = Archives.tar(out -> Archives.file(out, name, "evil"));
    byte[] zip = Archives.zip(out -> Archives.file(out, name, "evil"));

    assertThat(refusal(tar, Format.FORMAT_TAR)).hasMessageContaining("entry `");
    assertThat(refusal(zip, Format.FORMAT_ZIP)).hasMessageContaining("entry `");
    assertNothingOutside();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/B", "A/b", "A", "a/b/c", "a"})
  void nameThatSomeFileSystemsTakeForAnotherIsRefused(String second) throws Exception {
    byte[] tar =
        Archives.tar(
            out -> {
              Archives.file(out, "a/b", "first");
              Archives.file(out, second, "second");
            });

    assertThat(refusal(tar, Format.FORMAT_TAR)).hasMessageContaining("`" + second.split("/")[0]);
  }

  @Test
  void sameNameInAnotherUnicodeFormIsRefused() throws Exception {
    byte[] zip =
        Archives.zip(
            out -> {
              Archives.file(out, "caf\u00e9", "composed");
              Archives.file(out, "cafe\u0301", "decomposed");
            });

    assertThat(refusal(zip, Format.FORMAT_ZIP)).hasMessageContaining("Unicode form");
  }

  @Test
  void entryThatIsThereTwiceIsRefused() throws Exception {
    byte[] tar =
        Archives.tar(
            out -> {
              Archives.file(out, "a", "first");
              Archives.file(out, "a", "second");
            });

    assertThat(refusal(tar, Format.FORMAT_TAR)).hasMessageContaining("`a` is there twice");
  }

  @Test
  void linksAndDevicesAreRefused() throws Exception {
    byte[] kinds = {
      TarConstants.LF_SYMLINK,
      TarConstants.LF_LINK,
      TarConstants.LF_CHR,
      TarConstants.LF_BLK,
      TarConstants.LF_FIFO
    };
    for (byte kind : kinds) {
      byte[] tar = Archives.tar(out -> Archives.special(out, "thing", kind, "/etc/passwd"));

      assertThat(refusal(tar, Format.FORMAT_TAR)).hasMessageContaining("`thing` is a");
    }
    byte[] zip = Archives.zip(out -> Archives.link(out, "thing", "/etc/passwd"));
    assertThat(refusal(zip, Format.FORMAT_ZIP)).hasMessageContaining("`thing` is a symbolic link");
  }

  @Test
  void fileBehindALinkIsNotWritten() throws Exception {
    byte[] tar =
        Archives.tar(
            out -> {
              Archives.special(out, "out", TarConstants.LF_SYMLINK, "..");
              Archives.file(out, "out/evil", "evil");
            });

    assertThat(refusal(tar, Format.FORMAT_TAR)).hasMessageContaining("`out` is a symbolic link");
    assertNothingOutside();
  }

  @Test
  void depthIsCountedInFolders() throws Exception {
    byte[] deepEnough = Archives.tar(out -> Archives.file(out, "d/".repeat(64) + "f", ""));
    byte[] tooDeep = Archives.tar(out -> Archives.file(out, "d/".repeat(65) + "f", ""));

    assertThatCode(() -> unpack(deepEnough, Format.FORMAT_TAR)).doesNotThrowAnyException();
    assertThat(refusal(tooDeep, Format.FORMAT_TAR)).hasMessageContaining("65 folders deep", "64");
  }

  @Test
  void entriesOverTheLimitAreRefused() throws Exception {
    limits.setSourceEntriesMax(3);
    byte[] tar = Archives.tar(out -> files(4, name -> Archives.file(out, name, "")));
    byte[] zip = Archives.zip(out -> files(4, name -> Archives.file(out, name, "")));

    assertThat(refusal(tar, Format.FORMAT_TAR)).hasMessageContaining("3 entries (the limit)");
    assertThat(refusal(zip, Format.FORMAT_ZIP)).hasMessageContaining("3 entries (the limit)");
  }

  @Test
  void bytesOverTheLimitAreRefusedWhateverTheHeaderSays() throws Exception {
    limits.setSourceBytesMax(1000);
    byte[] zip = Archives.zip(out -> Archives.file(out, "big", "x".repeat(1001)));
    byte[] lying = lieAboutSize(zip, 1001, 10);

    assertThat(refusal(zip, Format.FORMAT_ZIP)).hasMessageContaining("1,000 bytes (the limit)");
    assertThat(refusal(lying, Format.FORMAT_ZIP)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FORMAT_TAR_GZ", "FORMAT_TAR_ZST", "FORMAT_ZIP"})
  void bombIsRefusedByItsRatio(String name) throws Exception {
    Format format = Format.valueOf(name);
    String zeros = "\0".repeat(24 << 20);
    byte[] bomb =
        format == Format.FORMAT_ZIP
            ? Archives.zip(out -> Archives.file(out, "zeros", zeros))
            : pack(Archives.tar(out -> Archives.file(out, "zeros", zeros)), format);

    assertThat(refusal(bomb, format))
        .hasMessageContaining("200 times its size (the limit)", "`zeros`");
  }

  @Test
  void smallFileThatPacksWellIsTaken() throws Exception {
    byte[] bomb =
        pack(
            Archives.tar(out -> Archives.file(out, "zeros", "\0".repeat(8 << 20))),
            Format.FORMAT_TAR_ZST);

    assertThat(unpack(bomb, Format.FORMAT_TAR_ZST).resolve("zeros")).hasSize(8 << 20);
  }

  @Test
  void longNameOfManyMegabytesIsRefusedBeforeItIsReadIntoMemory() throws Exception {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    tar.writeBytes(header("././@LongLink", 40 << 20, 'L'));
    tar.writeBytes(new byte[40 << 20]);
    tar.writeBytes(new byte[1024]);

    assertThat(refusal(Archives.gzip(tar.toByteArray()), Format.FORMAT_TAR_GZ))
        .hasMessageContaining("65,536");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FORMAT_TAR", "FORMAT_TAR_GZ", "FORMAT_TAR_ZST", "FORMAT_ZIP"})
  void whatIsNoArchiveIsRefused(String name) throws Exception {
    Format format = Format.valueOf(name);

    for (String content : new String[] {"", "x", "not an archive ".repeat(1000)}) {
      assertThat(refusal(content.getBytes(StandardCharsets.UTF_8), format)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FORMAT_TAR_GZ", "FORMAT_TAR_ZST", "FORMAT_ZIP"})
  void truncatedArchiveIsRefused(String name) throws Exception {
    Format format = Format.valueOf(name);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(Integer.toHexString(i * 7919));
    }
    byte[] whole =
        format == Format.FORMAT_ZIP
            ? Archives.zip(out -> Archives.file(out, "a", text.toString()))
            : pack(Archives.tar(out -> Archives.file(out, "a", text.toString())), format);

    for (int length : new int[] {whole.length / 4, whole.length / 2, whole.length - 3}) {
      assertThat(refusal(Arrays.copyOf(whole, length), format))
          .as("%s of %s", length, whole.length)
          .isNotNull();
    }
  }

  @Test
  void truncatedTarIsRefused() throws Exception {
    byte[] whole = Archives.tar(out -> Archives.file(out, "a", "x".repeat(5000)));

    assertThat(refusal(Arrays.copyOf(whole, 3000), Format.FORMAT_TAR)).isNotNull();
  }

  @Test
  void zipWhoseContentDoesNotFitItsChecksumIsRefused() throws Exception {
    byte[] zip =
        Archives.zip(
            out -> {
              out.setMethod(ZipArchiveEntry.DEFLATED);
              out.setLevel(0);
              Archives.file(out, "a", "aaaaaaaaaaaaaaaa");
            });
    int at = new String(zip, StandardCharsets.ISO_8859_1).indexOf("aaaaaaaa");
    zip[at] = 'b';

    assertThat(refusal(zip, Format.FORMAT_ZIP)).hasMessageContaining("checksum of `a`");
  }

  @Test
  void encryptedZipIsRefused() throws Exception {
    byte[] zip = Archives.zip(out -> Archives.file(out, "a", "secret"));
    for (int at = 0; at < zip.length - 10; at++) {
      if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2) {
        zip[at + 8] |= 1;
      }
      if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 3 && zip[at + 3] == 4) {
        zip[at + 6] |= 1;
      }
    }

    assertThat(refusal(zip, Format.FORMAT_ZIP)).hasMessageContaining("`a` is encrypted");
  }

  /** Takes a name. */
  private interface Names {
    void take(String name) throws IOException;
  }

  private static void files(int count, Names names) throws IOException {
    for (int i = 0; i < count; i++) {
      names.take("file" + i);
    }
  }

  private static byte[] pack(byte[] tar, Format format) throws IOException {
    return switch (format) {
      case FORMAT_TAR_GZ -> Archives.gzip(tar);
      case FORMAT_TAR_ZST -> Archives.zstd(tar);
      default -> tar;
    };
  }

  private Path unpack(byte[] archive, Format format) throws IOException {
    Path outer = Files.createTempDirectory(temp, "outer");
    Path file = Files.write(outer.resolve("archive"), archive);
    Path folder = Files.createDirectories(outer.resolve("folder"));
    Archive.unpack(file, format, new Unpacker(folder, new Budget(limits.build(), archive.length)));
    return folder;
  }

  private InvalidSource refusal(byte[] archive, Format format) {
    InvalidSource refusal =
        catchThrowableOfType(InvalidSource.class, () -> unpack(archive, format));
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal;
  }

  @AfterEach
  void assertNothingOutside() throws IOException {
    try (Stream<Path> all = Files.walk(temp)) {
      assertThat(all.filter(path -> path.toString().contains("evil"))).isEmpty();
    }
    assertThat(Path.of("/etc/evil")).doesNotExist();
  }

  /** Replaces a size wherever a zip's headers say it. */
  private static byte[] lieAboutSize(byte[] zip, int size, int lie) {
    byte[] lying = zip.clone();
    for (int at = 0; at < lying.length - 3; at++) {
      if ((lying[at] & 0xff) == (size & 0xff)
          && (lying[at + 1] & 0xff) == (size >> 8)
          && lying[at + 2] == 0
          && lying[at + 3] == 0) {
        lying[at] = (byte) lie;
        lying[at + 1] = 0;
      }
    }
    return lying;
  }

  private static byte[] header(String name, int size, char type) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 124, String.format("%011o\0", size));
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 257, "ustar  \0");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, String.format("%06o\0 ", sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
