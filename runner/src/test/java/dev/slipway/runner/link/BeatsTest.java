package dev.slipway.runner.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BeatsTest {
  private final Beats beats = new Beats(Duration.ofNanos(10), 100);

  @Test
  void nextIsDueOneIntervalAfterTheLast() {
    assertThat(beats.dueAt()).isEqualTo(110);

    assertThat(beats.send(113)).isEqualTo(1);

    assertThat(beats.dueAt()).isEqualTo(123);
  }

  @Test
  void ackTellsWhenThatBeatWasSentOnce() throws Exception {
    beats.send(110);
    beats.send(121);
    beats.send(133);

    assertThat(beats.acked(2)).hasValue(121);
    assertThat(beats.acked(2)).isEmpty();
    assertThat(beats.acked(1)).isEmpty();
    assertThat(beats.acked(3)).hasValue(133);
  }

  @Test
  void ackOfABeatThatWasNotSentEndsTheAttempt() {
    beats.send(110);

    assertThatThrownBy(() -> beats.acked(2)).isInstanceOf(LinkLost.class);
  }

  @Test
  void ofTooManyThatAreNotAckedTheOldestAreForgotten() throws Exception {
    for (int i = 0; i < 1500; i++) {
      beats.send(i);
    }

    assertThat(beats.acked(500)).isEmpty();
    assertThat(beats.acked(501)).hasValue(500);
    assertThat(beats.acked(1500)).hasValue(1499);
  }
}
