package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  @TempDir Path folder;
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void onlyArtifactIsTakenWithoutBeingNamed() throws IOException {
    Path file = folder.resolve("site.zip");

    Cli.Result result = cli.run("download", Script.BUILD, "--to", file.toString());

    assertThat(result.exit()).isZero();
    assertThat(result.lines()).containsExactly(file.toString());
    assertThat(file).hasContent("zipped");
    assertThat(files()).containsExactly("site.zip");
  }

  @Test
  void oneOfSeveralMustBeNamed() {
    coordinator.artifacts.names.add("report.txt");

    Cli.Result refused = cli.run("download", Script.BUILD);
    Cli.Result named = cli.run("download", Script.BUILD, "report.txt", "--to", "-");

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("name one: site.zip, report.txt");
    assertThat(named.out().toStringUtf8()).isEqualTo("zipped");
  }

  @Test
  void damagedDownloadLeavesTheOldFileAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("site.zip"), "old");
    coordinator.artifacts.announcedSha256 = "0".repeat(64);

    Cli.Result result = cli.run("download", Script.BUILD, "--to", file.toString());

    assertThat(result.exit()).isEqualTo(5);
    assertThat(result.err()).contains("is damaged: sha256").contains("download it again");
    assertThat(file).hasContent("old");
    assertThat(files()).containsExactly("site.zip");
  }

  @Test
  void cutDownloadGivesEachByteOnce() {
    coordinator.artifacts.cutAfter = 2;

    Cli.Result result = cli.run("download", Script.BUILD, "--to", "-");

    assertThat(result.exit()).isZero();
    assertThat(result.out().toStringUtf8()).isEqualTo("zipped");
  }

  private Stream<String> files() throws IOException {
    try (Stream<Path> listed = Files.list(folder)) {
      return listed.map(path -> path.getFileName().toString()).toList().stream();
    }
  }
}
