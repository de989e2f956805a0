package dev.slipway.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.FakeUp;
import dev.slipway.cli.fake.Script;
import dev.slipway.cli.link.ReadyFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir Path temporary;
  private Path site;
  private Path dataDir;
  private Path jar;

  @BeforeEach
  void site() throws IOException {
    site = Files.createDirectory(temporary.resolve("site"));
    Files.writeString(site.resolve("index.html"), "<h1>hello</h1>");
    dataDir = temporary.resolve("data");
    jar = temporary.resolve("coordinator.jar");
    FakeUp.writeJar(jar);
  }

  @Test
  void onceStartsACoordinatorPrintsTheUrlAndStopsIt() throws IOException {
    Cli.Result result =
        cli().run("demo", "--once", site.toString(), "--data-dir", dataDir.toString());

    assertThat(result.exit()).isZero();
    assertThat(result.lines()).containsExactly("http://b.localhost:1/");
    assertThat(result.err())
        .containsOnlyOnce("only build code that you trust")
        .contains("SUCCEEDED");
    // The fake removes the file when it ends in good order, as its input ends.
    assertThat(ReadyFile.in(dataDir)).doesNotExist();
  }

  @Test
  void readyFileOfAKilledCoordinatorIsNotTakenForOne() throws IOException {
    try (FakeCoordinator killed = new FakeCoordinator()) {
      killed.writeReadyFile(dataDir, 1);
    }

    Cli.Result result =
        cli().run("demo", "--once", site.toString(), "--data-dir", dataDir.toString());

    assertThat(result.exit()).isZero();
  }

  @Test
  void coordinatorThatRunsIsUsedAndLeftAlone() throws IOException {
    try (FakeCoordinator running = new FakeCoordinator()) {
      running.writeReadyFile(dataDir, ProcessHandle.current().pid());
      running.builds.script = Script.ofFailure();

      Cli.Result result = cli().run("demo", site.toString(), "--data-dir", dataDir.toString());

      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err()).contains("using the coordinator that runs on " + dataDir);
      assertThat(running.builds.created).hasSize(1);
      assertThat(ReadyFile.in(dataDir)).exists();
    }
  }

  @Test
  void coordinatorThatDoesNotStartIsToldWithItsLastLine() throws IOException {
    Files.createDirectories(dataDir);
    Files.createFile(dataDir.resolve(FakeUp.FAILS));

    Cli.Result result = cli().run("demo", site.toString(), "--data-dir", dataDir.toString());

    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.err())
        .contains("the coordinator did not start: the data dir is not writable")
        .contains("all that it said: " + dataDir.resolve("demo.log"));
  }

  @Test
  void killedDemoTakesItsCoordinatorWithIt() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Slipway.class.getName(),
                "demo",
                site.toString(),
                "--data-dir",
                dataDir.toString())
            .redirectError(temporary.resolve("err").toFile());
    builder.environment().put("SLIPWAY_COORDINATOR_JAR", jar.toString());
    Process demo = builder.start();
    try (BufferedReader out = demo.inputReader()) {
      assertThat(out.readLine()).isEqualTo("http://b.localhost:1/");
    }
    ProcessHandle child =
        ProcessHandle.of(ReadyFile.read(ReadyFile.in(dataDir)).orElseThrow().pid()).orElseThrow();

    demo.destroyForcibly();

    assertThat(child.onExit()).succeedsWithin(30, SECONDS);
  }

  private Cli cli() {
    return new Cli().variable("SLIPWAY_COORDINATOR_JAR", jar.toString());
  }
}
