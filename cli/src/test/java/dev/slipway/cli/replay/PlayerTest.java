package dev.slipway.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.LogChunk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayerTest {
  private final List<String> played = new ArrayList<>();
  private Duration passed = Duration.ZERO;

  @Test
  void eventsComeAtTheirOwnPaceTimesTheSpeed() {
    Player player = player(10);

    player.play(event(1, 1_000));
    player.play(event(2, 21_000));
    player.play(event(3, 21_500));

    assertThat(played).containsExactly("0 #1", "2000 #2", "2050 #3");
  }

  @Test
  void theLogIsSpreadBetweenItsNeighbours() {
    Player player = player(1);

    player.play(event(1, 0));
    player.play(log("a\nb"));
    player.play(log("c\n"));
    player.play(log("d\n"));
    player.play(event(2, 1_000));

    assertThat(played).containsExactly("0 #1", "200 a\n", "400 b", "600 c\n", "800 d\n", "1000 #2");
  }

  @Test
  void aFloodIsShownInFewPiecesAndNotHeldForEver() {
    Player player = player(1);
    player.play(event(1, 0));

    for (int i = 0; i < 40; i++) {
      player.play(log("x".repeat(63) + "\n" + "y\n".repeat(16_000)));
    }
    player.play(event(2, 1_000));

    long bytes = played.stream().mapToLong(line -> line.length() - line.indexOf(' ') - 1L).sum();
    assertThat(bytes - 4).isEqualTo(40L * (64 + 32_000));
    assertThat(played).hasSizeLessThan(700);
    assertThat(passed).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aClockThatWasSetBackIsNoPause() {
    Player player = player(1);

    player.play(event(1, 5_000));
    player.play(event(2, 4_000));

    assertThat(played).containsExactly("0 #1", "0 #2");
  }

  private Player player(int speed) {
    return new Player(
        speed,
        time -> passed = passed.plus(time),
        event ->
            played.add(
                passed.toMillis()
                    + " "
                    + (event.hasLog()
                        ? event.getLog().getData().toStringUtf8()
                        : "#" + event.getSequence())));
  }

  private static BuildEvent event(long sequence, long millis) {
    return BuildEvent.newBuilder()
        .setSequence(sequence)
        .setEventTime(Timestamps.fromMillis(millis))
        .build();
  }

  private static BuildEvent log(String text) {
    return BuildEvent.newBuilder()
        .setLog(LogChunk.newBuilder().setData(ByteString.copyFromUtf8(text)))
        .build();
  }
}
