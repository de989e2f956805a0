package dev.slipway.bench.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.bench.TestBenchDatabase;
import dev.slipway.bench.database.BenchDatabase;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestBenchDatabase.class)
class CoordinatorProcessTest {
  @Test
  void aCoordinatorOnAnExistingDatabaseObeysAndStops(BenchDatabase database, @TempDir Path folder)
      throws Exception {
    var readyFile = folder.resolve("ready");
    var options = CoordinatorProcess.Options.defaults().with("--ready-file", readyFile.toString());

    ProcessHandle process;
    try (var coordinator = CoordinatorProcess.start(folder, database.url(), options)) {
      process = ProcessHandle.of(coordinator.pid()).orElseThrow();
      coordinator.hold();
      coordinator.go();

      assertThat(coordinator.counts()).isEqualTo(new Counts(0, 0, 0, 0, 0));
      assertThat(readyFile)
          .hasContent(
              "{\"grpc\":\"" + coordinator.address() + "\",\"pid\":" + coordinator.pid() + "}");
      assertThat(coordinator.cpuTime()).isPositive();
    }

    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void aCoordinatorThatCannotStartTellsWhy(@TempDir Path folder) {
    assertThatThrownBy(
            () ->
                CoordinatorProcess.start(
                    folder, "jdbc:nonsense", CoordinatorProcess.Options.defaults()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its log ends with:");
  }
}
