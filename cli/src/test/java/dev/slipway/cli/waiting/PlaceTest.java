package dev.slipway.cli.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.slipway.v1.Blocker;
import dev.slipway.v1.Build;
import dev.slipway.v1.QueueStatus;
import org.junit.jupiter.api.Test;

class PlaceTest {
  private final QueueStatus.Builder status =
      QueueStatus.newBuilder()
          .setPosition(1)
          .setPositionExact(true)
          .setAsOfTime(Timestamps.fromSeconds(1_000));

  @Test
  void firstIsNextInLine() {
    assertThat(line()).isEqualTo("queued, next in line");
  }

  @Test
  void placeThatIsNotExactIsALowerBound() {
    status.setPosition(1001).setPositionExact(false);

    assertThat(line()).isEqualTo("queued, at least 1001st in line");
  }

  @Test
  void startThatIsOverdueMayComeAnyMoment() {
    status.setEtaStartP50(Timestamps.fromSeconds(990)).setEtaStartP90(Timestamps.fromSeconds(995));

    assertThat(line()).isEqualTo("queued, next in line, starts any moment");
  }

  @Test
  void rangeOfOneValueIsSaidOnce() {
    status
        .setEtaStartP50(Timestamps.fromSeconds(1_080))
        .setEtaStartP90(Timestamps.fromMillis(1_080_100));

    assertThat(line()).isEqualTo("queued, next in line, starts in about 1 min 20 s");
  }

  @Test
  void heldBuildWithoutAPlaceSaysOnlyWhy() {
    status.clearPosition().addBlockers(Blocker.newBuilder().setMessage("waits for 08:00"));

    assertThat(Place.line(Build.State.STATE_HELD, status.build()))
        .isEqualTo("held: waits for 08:00");
  }

  private String line() {
    return Place.line(Build.State.STATE_QUEUED, status.build());
  }
}
