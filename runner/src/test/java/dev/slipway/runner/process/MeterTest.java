package dev.slipway.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With real processes below this one. */
@EnabledOnOs(OS.LINUX)
class MeterTest {
  @TempDir Path temp;

  private final Meter meter = Meter.here().orElseThrow();

  @Test
  void cpuTimeOfWhatHasEndedIsNotLost() throws Exception {
    Duration before = meter.read().cpuTime();

    // A child of a child, so that its time is only in the sums of those that waited for it.
    run("sh", "-c", "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; true");

    assertThat(meter.read().cpuTime().minus(before)).isGreaterThan(Duration.ofMillis(50));
  }

  @Test
  void cpuTimeAndMemoryOfWhatLivesAreSeenWhileItLives() throws Exception {
    Meter.Reading before = meter.read();
    Process busy = new ProcessBuilder("sh", "-c", "sh -c 'while :; do :; done'; true").start();
    try {
      Awaitility.await()
          .until(
              () ->
                  meter.read().cpuTime().minus(before.cpuTime()).compareTo(Duration.ofMillis(100))
                      > 0);
      assertThat(meter.read().memoryBytes()).isGreaterThan(before.memoryBytes() + 100_000);
      assertThat(meter.listing()).anyMatch(line -> line.endsWith("sh -c while :; do :; done"));
    } finally {
      busy.descendants().forEach(ProcessHandle::destroyForcibly);
      busy.destroyForcibly().waitFor();
    }
  }

  private void run(String... words) throws Exception {
    new Commands(new ProcessTree(), () -> Duration.ofSeconds(1))
        .run(
            new Command(List.of(words), temp, Map.of("PATH", System.getenv("PATH"))), (b, n) -> {});
  }
}
