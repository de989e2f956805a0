package dev.slipway.runner.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ProcessStatTest {
  private static final String NUMBERS =
      " 7 7 7 0 -1 4194304 100 0 0 0 11 22 33 44 20 0 5 0 9000 123456789 250"
          + " 18446744073709551615\n";

  @Test
  void timesAndMemoryAreRead() throws Exception {
    ProcessStat stat = ProcessStat.of("42 (node) S" + NUMBERS);

    assertThat(stat).isEqualTo(new ProcessStat(42, "node", 'S', 7, 33, 77, 250));
    assertThat(stat.ticks()).isEqualTo(110);
  }

  @Test
  void nameMayHoldWhatItLikes() throws Exception {
    ProcessStat stat = ProcessStat.of("42 (a) R 1 (b) Z" + NUMBERS);

    assertThat(stat.name()).isEqualTo("a) R 1 (b");
    assertThat(stat.state()).isEqualTo('Z');
    assertThat(stat.parent()).isEqualTo(7);
  }

  @Test
  void lineThatIsCutOffIsRefused() {
    for (String line : new String[] {"", "42", "42 (node", "42 (node)", "42 (node) S 7 7 7"}) {
      assertThatThrownBy(() -> ProcessStat.of(line)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void unitsComeFromTheAuxiliaryVector() {
    ByteBuffer vector = ByteBuffer.allocate(48).order(ByteOrder.nativeOrder());
    vector.putLong(17).putLong(250).putLong(6).putLong(65536).putLong(0).putLong(0);

    assertThat(Machine.of(vector.array())).isEqualTo(new Machine(250, 65536));
    assertThat(Machine.of(new byte[0])).isEqualTo(new Machine(100, 4096));
  }

  @Test
  void commandLineIsOneLineOfAtMost200Characters() {
    assertThat(ProcessListing.line("sh\0-c\0echo a\necho b\0")).isEqualTo("sh -c echo a echo b");
    assertThat(ProcessListing.line("x".repeat(500))).hasSize(200);
  }
}
