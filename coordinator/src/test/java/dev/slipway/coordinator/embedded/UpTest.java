package dev.slipway.coordinator.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.v1.ListPreviewsRequest;
import dev.slipway.v1.Preview;
import dev.slipway.v1.PreviewServiceGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code up} as a process of its own, as people start it. */
class UpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endWhatIsLeft() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
    Postmaster.of(dataDir().resolve("postgres")).ifPresent(Postmaster::end);
  }

  @Test
  void servesUntilItsInputEndsAndLeavesNothingBehind() throws Exception {
    Process up = up("--exit-with-stdin", "--ready-file", folder.resolve("ready.json").toString());
    String ready = awaitReady(up);

    assertThat(ready)
        .as("only the owner reads the data dir, so that it may hold the password")
        .contains(",\"database\":\"postgresql://postgres:");
    assertThat(Files.readString(folder.resolve("ready.json")))
        .isEqualTo(ready.replaceFirst(",\"database\":\"[^\"]*\"", ""))
        .matches(
            "\\{\"grpc\":\"127.0.0.1:\\d+\",\"http\":\"127.0.0.1:\\d+\",\"preview\":\"127.0.0.1:\\d+\",\"pid\":%d}\n"
                .formatted(up.pid()));
    assertThat(health(ready)).isEqualTo(200);
    assertThat(previewsOfTheDefaultTenant(ready)).isEmpty();
    assertThat(Postmaster.of(dataDir().resolve("postgres"))).isPresent();

    up.getOutputStream().close();

    assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).isZero();
    assertThat(err()).contains("use it for code you trust").doesNotContain("Exception");
    assertThat(dataDir().resolve("coordinator.json")).doesNotExist();
    assertThat(folder.resolve("ready.json")).doesNotExist();
    assertThat(Postmaster.of(dataDir().resolve("postgres"))).isEmpty();
    assertThat(dataDir().resolve("postgres/postmaster.pid")).doesNotExist();
  }

  @Test
  void startsAgainAfterAKillAndRefusesASecondOneMeanwhile() throws Exception {
    Process killed = up();
    awaitReady(killed);
    long leftPostgres = Postmaster.of(dataDir().resolve("postgres")).orElseThrow().pid();
    killed.destroyForcibly().waitFor();

    Process again = up();
    awaitReady(again);

    assertThat(Postmaster.of(dataDir().resolve("postgres")).orElseThrow().pid())
        .isNotEqualTo(leftPostgres);

    Process second = up();

    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(1);
    assertThat(err())
        .isEqualTo(
            "slipway: The data dir %s is in use by the coordinator with pid %d. Stop it, or choose another --data-dir.\n"
                .formatted(dataDir(), again.pid()));
    assertThat(health(Files.readString(dataDir().resolve("coordinator.json")))).isEqualTo(200);
  }

  @Test
  void namesATakenPort() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process up = up("--preview-port", Integer.toString(taken.getLocalPort()));

      assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(up.exitValue()).isEqualTo(1);
      assertThat(err())
          .isEqualTo(
              "slipway: --preview-port %d cannot be used on 127.0.0.1 (Address already in use). Choose another, or 0 for any free port.\n"
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void namesADataDirThatCannotBeWritten() throws Exception {
    Files.writeString(dataDir(), "a file where a folder should be");

    Process up = up();

    assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).isEqualTo(1);
    assertThat(err()).startsWith("slipway: The data dir " + dataDir()).hasLineCount(1);
  }

  @Test
  void namesABadOption() throws Exception {
    Process up = up("--max-builds", "0");

    assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).isEqualTo(2);
    assertThat(err()).isEqualTo("slipway: --max-builds 0: give 1 to 1000. See up --help.\n");
    assertThat(dataDir()).doesNotExist();
  }

  private Process up(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.slipway.coordinator.Application",
                "up",
                "--grpc-port=0",
                "--http-port=0",
                "--data-dir=" + dataDir()));
    if (!List.of(more).contains("--preview-port")) {
      command.add("--preview-port=0");
    }
    command.addAll(List.of(more));
    var builder = new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
    // Some file: no build is submitted here, so that no runner is started.
    var jar = folder.resolve("runner.jar");
    if (Files.notExists(jar)) {
      Files.createFile(jar);
    }
    builder.environment().put("SLIPWAY_RUNNER_JAR", jar.toString());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private String awaitReady(Process up) {
    Path ready = dataDir().resolve("coordinator.json");
    await()
        .atMost(PATIENCE)
        .failFast("up ended", () -> !up.isAlive())
        .until(() -> Files.exists(ready) && read(ready).contains("\"pid\":" + up.pid() + ","));
    return read(ready);
  }

  private static String address(String ready, String what) {
    var match = Pattern.compile("\"" + what + "\":\"([^\"]+)\"").matcher(ready);
    assertThat(match.find()).isTrue();
    return match.group(1);
  }

  private static List<Preview> previewsOfTheDefaultTenant(String ready) {
    var channel = NettyChannelBuilder.forTarget(address(ready, "grpc")).usePlaintext().build();
    try {
      return PreviewServiceGrpc.newBlockingStub(channel)
          .listPreviews(ListPreviewsRequest.newBuilder().setParent("tenants/default").build())
          .getPreviewsList();
    } finally {
      channel.shutdownNow();
    }
  }

  private static int health(String ready) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://" + address(ready, "http") + "/health"))
              .build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private Path dataDir() {
    return folder.resolve("data");
  }

  private String err() {
    return read(folder.resolve("err"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
