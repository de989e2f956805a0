package dev.slipway.coordinator.launch.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive of other jars than these would end the runner's JVM. */
class SharedArchiveTest {
  @TempDir Path folder;
  private Path jar;
  private Path library;
  private Path archive;

  @BeforeEach
  void aJarWithALibraryAndTheirArchive() throws IOException {
    jar = file("runner.jar", 1);
    Files.createDirectory(folder.resolve("lib"));
    library = file("lib/some.jar", 1);
    archive = file("runner.jsa", 2);
  }

  @Test
  void isKeptWhileItFits() {
    assertThat(SharedArchive.of(jar)).isEqualTo(archive).exists();
  }

  @Test
  void isRemovedWhenTheJarIsNewer() throws IOException {
    Files.setLastModifiedTime(jar, FileTime.fromMillis(3000));

    assertThat(SharedArchive.of(jar)).isEqualTo(archive).doesNotExist();
  }

  @Test
  void isRemovedWhenALibraryIsNewer() throws IOException {
    Files.setLastModifiedTime(library, FileTime.fromMillis(3000));

    assertThat(SharedArchive.of(jar)).isEqualTo(archive).doesNotExist();
  }

  @Test
  void isNeverTheJarItselfWhateverItsName() throws IOException {
    var odd = file("release", 1);
    Files.setLastModifiedTime(library, FileTime.fromMillis(3000));

    assertThat(SharedArchive.of(odd)).isEqualTo(folder.resolve("release.jsa"));
    assertThat(odd).exists();
  }

  private Path file(String name, int second) throws IOException {
    var file = Files.createFile(folder.resolve(name));
    return Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000L));
  }
}
