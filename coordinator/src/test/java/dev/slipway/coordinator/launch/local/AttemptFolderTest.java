package dev.slipway.coordinator.launch.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptFolderTest {
  private final UUID uid = UUID.randomUUID();
  @TempDir Path attempts;
  private AttemptFolder folder;

  @BeforeEach
  void aFolder() throws IOException {
    folder = AttemptFolder.create(attempts.resolve("made/on/demand"), uid);
  }

  @Test
  void onlyItsOwnerMayLookIntoIt() throws IOException {
    folder.writeAttempt("{}");

    assertThat(permissions(folder.path())).isEqualTo("rwx------");
    assertThat(permissions(folder.path().resolve("attempt.json"))).isEqualTo("rw-------");
    assertThat(folder.path().resolve("attempt.json")).hasContent("{}");
    assertThat(folder.attemptUid()).isEqualTo(uid.toString());
  }

  @Test
  void anAttemptHasOneFolder() {
    assertThatThrownBy(() -> AttemptFolder.create(folder.path().getParent(), uid))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aStartWritesItsPidDownBeforeItBecomesTheRunner() throws Exception {
    var process = start("sh", "-c", "echo $$ && cat pid");

    var output = new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();

    assertThat(process.waitFor()).isZero();
    assertThat(output).containsExactly("" + process.pid(), "" + process.pid());
    assertThat(folder.path().resolve("pid.tmp")).doesNotExist();
  }

  @Test
  void aFenceKeepsWhatHasNotStartedFromStarting() throws Exception {
    var fenced = folder.fence();

    assertThat(fenced.attemptUid()).isEqualTo(uid.toString());
    assertThat(fenced.fence()).isEqualTo(fenced);
    var late = startIn(fenced.path(), folder.path(), "touch", "started");
    assertThat(late.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(late.exitValue()).isNotZero();
    assertThat(fenced.path().resolve("started")).doesNotExist();
  }

  @Test
  void foldersOfAnEarlierRunAreFoundFencedOrNot() throws IOException {
    var other = AttemptFolder.create(folder.path().getParent(), UUID.randomUUID()).fence();

    assertThat(AttemptFolder.all(folder.path().getParent()))
        .containsExactlyInAnyOrder(folder, other);
    assertThat(AttemptFolder.all(attempts.resolve("never"))).isEmpty();
  }

  @Test
  void lastWordsAreTheEndOfTheRunnersLog() throws IOException {
    assertThat(folder.lastWords()).isEmpty();

    Files.writeString(folder.runnerLog(), "x".repeat(5_000) + "\nout of\0 memory\n");

    assertThat(folder.lastWords()).hasSize(2_047).endsWith("x\nout of\uFFFD memory");
  }

  @Test
  void aDeletedFolderIsGoneAndWhatItsLinksPointToIsNot() throws IOException {
    var outside = Files.writeString(attempts.resolve("outside"), "kept");
    Files.createDirectories(folder.path().resolve("work/deep"));
    Files.writeString(folder.path().resolve("work/deep/file"), "");
    Files.createSymbolicLink(folder.path().resolve("work/link"), outside);
    Files.createSymbolicLink(folder.path().resolve("work/folder"), attempts);

    folder.delete();
    folder.delete();

    assertThat(folder.path()).doesNotExist();
    assertThat(outside).hasContent("kept");
  }

  @Test
  void aFolderThatCannotBeDeletedSaysSo() throws Exception {
    try {
      nest(folder.path());

      assertThatThrownBy(folder::delete).isInstanceOf(IOException.class);
    } finally {
      assertThat(new ProcessBuilder("rm", "-rf", folder.path().toString()).start().waitFor())
          .isZero();
    }
  }

  /** Folders in folders until no path reaches the last one. */
  static void nest(Path folder) throws Exception {
    var script = "i=0; while [ $i -lt 200 ]; do mkdir %1$s; cd %1$s; i=$((i+1)); done";
    var process =
        new ProcessBuilder("sh", "-c", script.formatted("d".repeat(50)))
            .directory(folder.toFile())
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private Process start(String... command) throws IOException {
    return startIn(folder.path(), folder.path(), command);
  }

  private static Process startIn(Path directory, Path named, String... command) throws IOException {
    var all = new java.util.ArrayList<>(List.of("sh", "-c", AttemptFolder.START));
    all.add(named.toString());
    all.addAll(List.of(command));
    return new ProcessBuilder(all).directory(directory.toFile()).start();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
