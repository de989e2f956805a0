package dev.slipway.coordinator.launch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.launch.AttemptExited;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes; instead of the runner's jar a program that a test writes. */
@CoordinatorTest
class LocalLauncherTest {
  private final ObjectMapper json;
  private final GrpcEmbeddedServer server;
  private final BlockingQueue<AttemptExited> exits = new LinkedBlockingQueue<>();
  private final BuildRef build = new BuildRef("t", UUID.randomUUID());
  private final Lease lease = new Lease(1, UUID.randomUUID());
  @TempDir Path root;
  private Path attempts;
  private LocalLauncher launcher;

  LocalLauncherTest(ObjectMapper json, GrpcEmbeddedServer server) {
    this.json = json;
    this.server = server;
  }

  @BeforeEach
  void aLauncher() {
    attempts = root.resolve("attempts");
    var config =
        new LocalConfig(
            attempts,
            root.resolve("cache"),
            root.resolve("runner.jar"),
            "64m",
            root.resolve("ready.json"),
            Duration.ofSeconds(2));
    launcher = new LocalLauncher(config, json, () -> server, exits::add);
  }

  @AfterEach
  void nothingStays() {
    launcher.end(lease.attemptUid());
    await().until(() -> !launcher.present(lease.attemptUid()));
  }

  @Test
  void anAttemptThatExitsIsAnnouncedWithItsLastWordsAndItsFolderIsGone() throws Exception {
    runner("System.err.println(\"out of luck\"); System.exit(7);");

    launcher.launch(build, lease, "secret");

    assertThat(exit()).isEqualTo(new AttemptExited(build, lease.attemptUid(), 7, "out of luck"));
    await().until(() -> !launcher.present(lease.attemptUid()));
    assertThat(attempts.resolve(lease.attemptUid().toString())).doesNotExist();
  }

  @Test
  void aRunnerReadsWhatItNeedsAndItsCommandLineTellsNothing() throws Exception {
    runner(
        """
        System.out.print(java.nio.file.Files.readString(java.nio.file.Path.of(args[0])));
        System.out.print(System.getenv("SLIPWAY_ATTEMPT"));
        System.out.print(ProcessHandle.current().info().commandLine().orElse("").contains("secret"));
        """);

    launcher.launch(build, lease, "secret-token");

    assertThat(exit().lastWords())
        .contains("\"build\":\"" + build.name() + "\"", "\"attempt\":1")
        .contains("\"token\":\"secret-token\"", "\"coordinator\":\"")
        .contains("\"readyFile\":\"" + root.resolve("ready.json") + "\"")
        .endsWith("}" + lease.attemptUid() + "false");
  }

  @Test
  void anAttemptIsEndedWithAllItStarted() throws Exception {
    runner(
        """
        new ProcessBuilder("setsid", "sleep", "60").start();
        new ProcessBuilder("sleep", "60").start();
        java.nio.file.Files.createFile(java.nio.file.Path.of("ready"));
        Thread.sleep(60_000);
        """);
    launcher.launch(build, lease, "secret");
    await().until(() -> Files.exists(folder().resolve("ready")));
    assertThat(launcher.present(lease.attemptUid())).isTrue();

    launcher.end(lease.attemptUid());

    assertThat(AttemptProcesses.of(lease.attemptUid().toString())).isEmpty();
    assertThat(exit().exitCode()).isEqualTo(143);
  }

  @Test
  void whatARunnerLeavesBehindIsEndedBeforeItsExitIsAnnounced() throws Exception {
    runner("new ProcessBuilder(\"setsid\", \"sleep\", \"60\").start();");

    launcher.launch(build, lease, "secret");

    assertThat(exit().exitCode()).isZero();
    assertThat(AttemptProcesses.of(lease.attemptUid().toString())).isEmpty();
  }

  @Test
  void aFolderThatCannotBeRemovedHoldsNobodyUp() throws Exception {
    runner("Thread.sleep(60_000);");
    launcher.launch(build, lease, "secret");
    AttemptFolderTest.nest(folder());
    try {
      launcher.end(lease.attemptUid());

      assertThat(exit().attemptUid()).isEqualTo(lease.attemptUid());
      await().until(() -> launcher.known().isEmpty());
    } finally {
      new ProcessBuilder("rm", "-rf", attempts.toString()).start().waitFor();
    }
  }

  @Test
  void whatAnEarlierRunLeftIsEndedAndAStrangerIsNot() throws Exception {
    var left = AttemptFolder.create(attempts, lease.attemptUid());
    var mine = startSleep(left, lease.attemptUid().toString());
    var stranger = new ProcessBuilder("sleep", "60").directory(left.path().toFile()).start();
    try {
      Files.writeString(left.path().resolve("pid"), "" + stranger.pid());
      await().until(() -> launcher.present(lease.attemptUid()));

      assertThat(launcher.known()).containsExactly(lease.attemptUid());
      launcher.end(lease.attemptUid());

      assertThat(mine.waitFor(5, TimeUnit.SECONDS)).isTrue();
      assertThat(stranger.isAlive()).isTrue();
      assertThat(launcher.present(lease.attemptUid())).isFalse();
      assertThat(AttemptFolder.all(attempts)).isEmpty();
      assertThat(exits).isEmpty();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void anAttemptIsLaunchedOnce() throws Exception {
    runner("Thread.sleep(60_000);");
    launcher.launch(build, lease, "secret");

    assertThatThrownBy(() -> launcher.launch(build, lease, "secret"))
        .isInstanceOf(IOException.class);
    assertThat(launcher.present(lease.attemptUid())).isTrue();
  }

  @Test
  void whatWasNeverLaunchedIsNotPresent() {
    assertThat(launcher.present(lease.attemptUid())).isFalse();
  }

  private AttemptExited exit() throws InterruptedException {
    var exit = exits.poll(20, TimeUnit.SECONDS);
    assertThat(exit).as("an exit").isNotNull();
    return exit;
  }

  private Path folder() {
    return attempts.resolve(lease.attemptUid().toString());
  }

  private static Process startSleep(AttemptFolder folder, String uid) throws IOException {
    var builder =
        new ProcessBuilder("sh", "-c", AttemptFolder.START, folder.path().toString(), "sleep", "60")
            .directory(folder.path().toFile());
    builder.environment().put(AttemptProcesses.MARK, uid);
    return builder.start();
  }

  /** Compiles a main method's body into the jar that the launcher starts. */
  private void runner(String body) throws Exception {
    var classes = Files.createDirectories(root.resolve("classes"));
    var source =
        Files.writeString(
            classes.resolve("Main.java"),
            "public class Main { public static void main(String[] args) throws Exception {"
                + body
                + "}}");
    var compiler = javax.tools.ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, source.toString())).isZero();
    var manifest = new java.util.jar.Manifest();
    manifest.getMainAttributes().put(java.util.jar.Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(java.util.jar.Attributes.Name.MAIN_CLASS, "Main");
    try (var jar =
        new java.util.jar.JarOutputStream(
            Files.newOutputStream(root.resolve("runner.jar")), manifest)) {
      jar.putNextEntry(new java.util.zip.ZipEntry("Main.class"));
      jar.write(Files.readAllBytes(classes.resolve("Main.class")));
      jar.closeEntry();
    }
  }
}
