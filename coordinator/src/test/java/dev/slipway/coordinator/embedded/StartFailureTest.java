package dev.slipway.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartFailureTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No space left on device",
        "PANIC:  could not write to file \"pg_wal/xlogtemp.29\": No space left on device",
        "FATAL:  could not extend file: wrote only 4096 of 8192 bytes\n"
            + "HINT:  Check free disk space.",
        "Disk quota exceeded"
      })
  void knowsAFullDiskByTheWordsOfSystemAndDatabase(String words) {
    assertThat(StartFailure.noRoom(words)).isTrue();
  }

  @Test
  void saysWhatToDoInOneLine() {
    assertThat(StartFailure.io("Write x", new IOException("No space left on device")))
        .hasMessage(
            "Write x: no space left on the device. Free some space or choose another folder.");
    assertThat(StartFailure.io("Write x", new IOException("denied")))
        .hasMessage("Write x: denied. Check the folder's owner, or choose another.");
  }
}
