package dev.slipway.coordinator.launch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptProcessesTest {
  private final String attempt = UUID.randomUUID().toString();
  private final List<Process> started = new ArrayList<>();
  @TempDir Path folder;

  @AfterEach
  void endWhatIsLeft() throws Exception {
    AttemptProcesses.end(attempt, Duration.ZERO);
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void everyDescendantIsFoundAndEndedWhereverItWent() throws Exception {
    var stranger = start(false, "sleep 60");
    var other = startFor(UUID.randomUUID().toString(), "exec sleep 60");
    var shell =
        start(
            true,
            """
            sleep 61 &
            setsid sleep 62 &
            (setsid sh -c 'sleep 63 & exec sleep 64' &)
            env -i sleep 65 &
            touch ready
            wait
            """);
    await().until(() -> Files.exists(folder.resolve("ready")) && running() == 6);

    AttemptProcesses.end(attempt, Duration.ofSeconds(5));

    assertThat(running()).isZero();
    assertThat(shell.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(stranger.isAlive()).isTrue();
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void whatDoesNotListenIsKilledAfterTheGrace() throws Exception {
    start(true, "trap '' TERM; touch ready; while true; do sleep 1; done");
    await().until(() -> Files.exists(folder.resolve("ready")));

    AttemptProcesses.end(attempt, Duration.ofMillis(100));

    assertThat(running()).isZero();
  }

  @Test
  void whatListensMayTidyUp() throws Exception {
    start(true, "trap 'echo bye > tidied; kill $!; exit 0' TERM; sleep 60 & touch ready; wait");
    await().until(() -> Files.exists(folder.resolve("ready")));

    AttemptProcesses.end(attempt, Duration.ofSeconds(10));

    assertThat(folder.resolve("tidied")).exists();
    assertThat(running()).isZero();
  }

  @Test
  void oneThatKeepsForkingIsEndedAsWell() throws Exception {
    start(
        true,
        """
        trap '' TERM
        touch ready
        f() { setsid sh -c 'trap "" TERM; sleep 0.05; sleep 60 & sleep 60' & }
        for i in 1 2 3 4 5 6 7 8; do f; sleep 0.02; done
        wait
        """);
    await().until(() -> Files.exists(folder.resolve("ready")));

    AttemptProcesses.end(attempt, Duration.ZERO);

    assertThat(running()).isZero();
  }

  @Test
  void nothingIsEndedWhenNothingRuns() throws Exception {
    AttemptProcesses.end(attempt, Duration.ofHours(1));

    assertThat(AttemptProcesses.of(attempt)).isEmpty();
  }

  private int running() {
    return AttemptProcesses.of(attempt).size();
  }

  private Process start(boolean marked, String script) throws IOException {
    return startFor(marked ? attempt : null, script);
  }

  private Process startFor(String uid, String script) throws IOException {
    var builder =
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().remove(AttemptProcesses.MARK);
    if (uid != null) {
      builder.environment().put(AttemptProcesses.MARK, uid);
    }
    var process = builder.start();
    started.add(process);
    return process;
  }
}
