package dev.slipway.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cli.outcome.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
  @TempDir Path folder;

  @Test
  void leavesOutHistoryInstalledPackagesAndWhatGitignoreNames() throws IOException {
    write(".gitignore", "dist/\n*.log\n!keep.log\n/secret\n");
    write(".git/HEAD", "ref");
    write("node_modules/a/index.js", "");
    write("packages/one/node_modules/b/index.js", "");
    write("dist/index.html", "");
    write("packages/one/dist/index.html", "");
    write("debug.log", "");
    write("keep.log", "kept");
    write("secret", "");
    write("packages/secret", "kept");
    write("src/main.ts", "kept");

    assertThat(pack()).containsOnlyKeys(".gitignore", "keep.log", "packages/secret", "src/main.ts");
  }

  @Test
  void gitignoreOfAFolderInsideHoldsThereAndWinsThere() throws IOException {
    write(".gitignore", "*.txt\n");
    write("a/.gitignore", "!notes.txt\nlocal/\n");
    write("a/notes.txt", "kept");
    write("a/b/notes.txt", "kept");
    write("a/other.txt", "");
    write("a/local/x", "");
    write("local/x", "kept");
    write("notes.txt", "");

    assertThat(pack())
        .containsOnlyKeys(".gitignore", "a/.gitignore", "a/notes.txt", "a/b/notes.txt", "local/x");
  }

  @Test
  void sameFilesGiveTheSameBytes() throws IOException {
    write("b/ü.txt", "two");
    write("a.txt", "one");
    String first = sha256();

    Files.delete(folder.resolve("a.txt"));
    write("a.txt", "one");
    Files.setLastModifiedTime(folder.resolve("b/ü.txt"), FileTime.fromMillis(12_345));

    assertThat(sha256()).isEqualTo(first);
    write("a.txt", "1");
    assertThat(sha256()).isNotEqualTo(first);
  }

  @Test
  void programsStayExecutableAndEmptyFoldersStay() throws IOException {
    write("run.sh", "#!/bin/sh");
    assertThat(folder.resolve("run.sh").toFile().setExecutable(true)).isTrue();
    Files.createDirectory(folder.resolve("public"));

    Map<String, TarArchiveEntry> packed = pack();

    assertThat(packed).containsOnlyKeys("public/", "run.sh");
    assertThat(packed.get("run.sh").getMode() & 0111).isEqualTo(0111);
  }

  @Test
  void linkInsideStandsForWhatItPointsTo() throws IOException {
    write("real/file.txt", "text");
    Files.createSymbolicLink(folder.resolve("file"), Path.of("real/file.txt"));
    Files.createSymbolicLink(folder.resolve("dir"), Path.of("real"));

    Map<String, TarArchiveEntry> packed = pack();

    assertThat(packed).containsOnlyKeys("dir/file.txt", "file", "real/file.txt");
    assertThat(packed.values())
        .allMatch(TarArchiveEntry::isFile)
        .allMatch(entry -> entry.getSize() == 4);
  }

  @Test
  void linkThatLeavesTheFolderIsRefusedByName(@TempDir Path elsewhere) throws IOException {
    Path secret = Files.writeString(elsewhere.resolve("secret"), "x");
    Files.createSymbolicLink(folder.resolve("link"), secret);

    assertThatThrownBy(this::pack)
        .isInstanceOf(Problem.class)
        .hasMessageContaining("link is a link to " + secret + ", outside the folder");
  }

  @Test
  void linksThatLeadNowhereOrInACircleAreRefusedByName() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("gone"), Path.of("nothing"));
    assertThatThrownBy(this::pack)
        .hasMessageContaining("gone is a link to nothing, which does not exist");

    Files.delete(link);
    Files.createSymbolicLink(folder.resolve("self"), Path.of("."));
    assertThatThrownBy(this::pack).hasMessageContaining("self/ links to a folder that it lies in");
  }

  @Test
  void whatIsIgnoredMayBeAnything() throws IOException {
    write(".gitignore", "gone\n");
    Files.createSymbolicLink(folder.resolve("gone"), Path.of("nothing"));

    assertThat(pack()).containsOnlyKeys(".gitignore");
  }

  @Test
  void tooDeepAndEmptyFoldersAreRefusedWithTheLimit() throws IOException {
    assertThatThrownBy(this::pack).hasMessageContaining("holds nothing to build");

    write("d/".repeat(64) + "f", "");
    assertThatThrownBy(this::pack).hasMessageContaining("limit of 64 folders");
  }

  private void write(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private String sha256() throws IOException {
    try (Archive archive = Folder.pack(folder)) {
      return archive.sha256();
    }
  }

  private Map<String, TarArchiveEntry> pack() throws IOException {
    Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
    try (Archive archive = Folder.pack(folder);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive.file())))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.put(entry.getName(), entry);
      }
    }
    return entries;
  }
}
