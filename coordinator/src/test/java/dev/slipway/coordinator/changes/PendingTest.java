package dev.slipway.coordinator.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.changes.ChangeRepository.Changed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PendingTest {
  private static final Instant BEGIN = Instant.EPOCH;
  private static final UUID ONE = new UUID(0, 1);

  private final Pending pending = new Pending(3, BEGIN);

  @Test
  void aBuildThatChangesAgainIsHeldOnce() {
    pending.add(List.of(changed(ONE, 4)), BEGIN.plusSeconds(1));
    pending.add(List.of(changed(ONE, 5)), BEGIN.plusSeconds(2));

    var taken = pending.take(10);

    assertThat(taken.builds()).isEqualTo(Map.of(ONE, 5L));
    assertThat(taken.upTo()).isEqualTo(BEGIN.plusSeconds(2));
    assertThat(pending.take(10).builds()).isEmpty();
  }

  @Test
  void theTimeIsToldOnlyWhenNothingIsLeft() {
    pending.add(List.of(changed(ONE, 1), changed(new UUID(0, 2), 1)), BEGIN.plusSeconds(1));

    assertThat(pending.take(1).upTo()).isNull();
    assertThat(pending.take(1).upTo()).isEqualTo(BEGIN.plusSeconds(1));
  }

  @Test
  void moreThanItHoldsIsForgottenAndToldAsSuchOnce() {
    pending.add(
        IntStream.range(0, 4).mapToObj(i -> changed(new UUID(0, i), 1)).toList(),
        BEGIN.plusSeconds(1));

    assertThat(pending.size()).isZero();
    assertThat(pending.take(10).overflown()).isTrue();
    assertThat(pending.take(10).overflown()).isFalse();
  }

  private static Changed changed(UUID build, long sequence) {
    return new Changed(build, "t", sequence);
  }
}
