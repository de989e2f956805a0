package dev.slipway.coordinator.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class Crc32cCombineTest {
  @Property(tries = 2_000)
  void theChecksumOfTheWholeComesFromThoseOfItsParts(
      @ForAll @Size(max = 3_000) byte[] whole, @ForAll int cut) {
    int at = Math.floorMod(cut, whole.length + 1);
    var first = Arrays.copyOf(whole, at);
    var second = Arrays.copyOfRange(whole, at, whole.length);

    assertThat(Crc32cCombine.of(crc(first), crc(second), second.length)).isEqualTo(crc(whole));
  }

  @Test
  void nothingBeforeOrAfterChangesNothing() {
    var text = "123456789".getBytes(US_ASCII);

    assertThat(Integer.toHexString(crc(text))).as("RFC 3720").isEqualTo("e3069283");
    assertThat(Crc32cCombine.of(0, crc(text), 9)).isEqualTo(crc(text));
    assertThat(Crc32cCombine.of(crc(text), 0, 0)).isEqualTo(crc(text));
  }

  /** Longer than any array: a second part of zeros, 2^20 times a mebibyte and one byte more. */
  @Test
  void theSecondPartMayBeLongerThanMemory() {
    var first = new byte[] {1, 2, 3};
    int mebibyte = crc(new byte[1 << 20]);
    int zeros = mebibyte;
    long length = 1 << 20;
    for (int i = 0; i < 20; i++) {
      zeros = Crc32cCombine.of(zeros, zeros, length);
      length *= 2;
    }
    int stepByStep = crc(first);
    long left = length;
    for (long part = length / 2; part >= 1 << 20; part /= 2) {
      stepByStep = Crc32cCombine.of(stepByStep, ofZeros(part, mebibyte), part);
      left -= part;
    }
    stepByStep = Crc32cCombine.of(stepByStep, ofZeros(left, mebibyte), left);

    assertThat(Crc32cCombine.of(crc(first), zeros, length)).isEqualTo(stepByStep);
    assertThat(length).isEqualTo(1L << 40);
  }

  private static int ofZeros(long length, int mebibyte) {
    int crc = mebibyte;
    for (long size = 1 << 20; size < length; size *= 2) {
      crc = Crc32cCombine.of(crc, crc, size);
    }
    return crc;
  }

  private static int crc(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
