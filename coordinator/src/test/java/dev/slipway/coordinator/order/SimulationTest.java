package dev.slipway.coordinator.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final Instant NOW = SnapshotBuilder.NOW;

  /** Always the same, so that the range is a point or nearly so. */
  private static final Estimate MINUTE =
      new Estimate(
          Duration.ofMinutes(1), Duration.ofMinutes(1), Estimate.Source.PROJECT, 1_000_000);

  private static final Estimate UNSURE =
      new Estimate(Duration.ofMinutes(1), Duration.ofMinutes(5), Estimate.Source.DEFAULT, 0);

  private final List<ChatQueue> chats = new ArrayList<>();
  private final List<Running> running = new ArrayList<>();
  private final List<Inflow> inflows = new ArrayList<>();
  private Map<Scope, Instant> pausedUntil = Map.of();
  private Limit cluster = SnapshotBuilder.running(1);

  @Test
  void freeSlotStartsTheFirstNowAndTheSecondWhenItHasEnded() {
    waits(1, waiting(1, MINUTE));
    waits(2, waiting(2, MINUTE));

    var forecasts = forecast();

    assertThat(forecasts).extracting(Forecast::chatNo).containsExactly(1L, 2L);
    assertThat(forecasts).extracting(Forecast::position).containsExactly(1, 2);
    assertThat(forecasts.getFirst().startP90()).isEqualTo(NOW);
    assertThat(seconds(forecasts.get(1).startP50())).isBetween(57.0, 63.0);
  }

  @Test
  void buildOfAChatWaitsForItsPredecessorThoughSlotsAreFree() {
    cluster = SnapshotBuilder.running(10);
    waits(1, waiting(1, MINUTE), waiting(2, MINUTE));
    waits(2, waiting(3, MINUTE));

    var forecasts = forecast();

    assertThat(forecasts).extracting(Forecast::place).containsExactly(1L, 3L, 2L);
    assertThat(forecasts.get(1).startP90()).isEqualTo(NOW);
    assertThat(seconds(forecasts.get(2).startP50())).isBetween(57.0, 63.0);
  }

  @Test
  void chatWithTwoSlotsStartsTwoInOrder() {
    cluster = SnapshotBuilder.running(10);
    chats.add(
        new ChatQueue(
            1,
            "a",
            "site",
            2,
            List.of(waiting(1, MINUTE), waiting(2, MINUTE), waiting(3, MINUTE))));

    var forecasts = forecast();

    assertThat(forecasts).extracting(Forecast::place).containsExactly(1L, 2L, 3L);
    assertThat(forecasts.get(1).startP90()).isEqualTo(NOW);
    assertThat(seconds(forecasts.get(2).startP50())).isGreaterThan(50);
  }

  @Test
  void whatRunsGivesItsSlotBackWhenItIsLikelyToEnd() {
    running.add(new Running(Use.of(SnapshotBuilder.head("b", 9)), Duration.ofSeconds(40), MINUTE));
    waits(1, waiting(1, MINUTE));

    var forecasts = forecast();

    assertThat(seconds(forecasts.getFirst().startP50())).isBetween(15.0, 25.0);
  }

  @Test
  void holdsAndPausesEndWhenTheySay() {
    cluster = SnapshotBuilder.running(10);
    waits(1, heldUntil(NOW.plusSeconds(30), waiting(1, MINUTE)));
    chats.add(new ChatQueue(2, "b", "site", 1, List.of(waiting(2, MINUTE))));
    waits(3, waiting(3, MINUTE));
    pausedUntil = Map.of(new Scope.Tenant("b"), NOW.plusSeconds(20));

    var forecasts = forecast();

    assertThat(forecasts).extracting(Forecast::chatNo).containsExactly(3L, 2L, 1L);
    assertThat(forecasts.get(1).startP50()).isEqualTo(NOW.plusSeconds(20));
    assertThat(forecasts.get(2).startP90()).isEqualTo(NOW.plusSeconds(30));
  }

  @Test
  void whatDoesNotStartByItselfHasNoForecastNorWhatIsBehindIt() {
    cluster = new Limit(10, 4_000, Limit.NONE);
    waits(1, heldUntil(Instant.MAX, waiting(1, MINUTE)), waiting(2, MINUTE));
    chats.add(new ChatQueue(2, "b", "site", 1, List.of(waiting(3, MINUTE))));
    pausedUntil = Map.of(new Scope.Tenant("b"), Instant.MAX);
    var tooBig = new Waiting(4, 4, 8_000, 1_024, NOW, Instant.MIN, MINUTE);
    waits(3, tooBig);
    waits(4, waiting(5, MINUTE));

    var forecasts = forecast();

    assertThat(forecasts).extracting(Forecast::chatNo).containsExactly(4L);
  }

  @Test
  void unsureDurationsMakeARangeAndCertainOnesDoNot() {
    waits(1, waiting(1, UNSURE));
    waits(2, waiting(2, UNSURE));

    var second = forecast().get(1);

    assertThat(second.startP90()).isAfter(second.startP50().plusSeconds(60));
  }

  @Test
  void expectedSubmitsOfOthersPushBackOnlyWhoHasTheLargerShare() {
    cluster = SnapshotBuilder.running(2);
    for (int i = 1; i <= 40; i++) {
      waits(i, waiting(i, MINUTE));
    }
    var alone = forecast().getLast();
    inflows.add(new Inflow("b", "site", 60, Duration.ZERO, 1_000, 1_024, MINUTE));

    var crowded = forecast();

    assertThat(crowded).hasSize(40);
    assertThat(crowded.getLast().position()).isEqualTo(40);
    assertThat(seconds(crowded.getLast().startP50()))
        .isGreaterThan(1.3 * seconds(alone.startP50()));
  }

  @Test
  void inheritedKeyCounts() {
    waits(1, waiting(10, MINUTE), waiting(1, MINUTE));
    waits(2, waiting(5, MINUTE));

    var forecasts = forecast();

    assertThat(forecasts).extracting(Forecast::chatNo).containsExactly(1L, 1L, 2L);
  }

  @Test
  void sameSeedForetellsTheSame() {
    for (int i = 1; i <= 50; i++) {
      waits(i, waiting(i, UNSURE), waiting(100 + i, UNSURE));
    }
    inflows.add(new Inflow("b", "site", 20, Duration.ZERO, 1_000, 1_024, UNSURE));

    assertThat(forecast()).isEqualTo(forecast());
  }

  @Test
  void onlyAsManyAsAskedForAreForetold() {
    for (int i = 1; i <= 50; i++) {
      waits(i, waiting(i, UNSURE));
    }

    var forecasts = Simulation.run(scene(), new Effort(7, 16, 0, 1));

    assertThat(forecasts).hasSize(7);
    assertThat(forecasts.getLast().position()).isEqualTo(7);
  }

  @Test
  void emptyQueueHasNoForecasts() {
    inflows.add(new Inflow("b", "site", 20, Duration.ZERO, 1_000, 1_024, UNSURE));

    assertThat(forecast()).isEmpty();
  }

  @Test
  void effortThatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> new Effort(1_000, 4, 1, 1)).hasMessageContaining("4 runs");
    assertThatThrownBy(() -> new Effort(0, 16, 1, 1)).hasMessageContaining("0 starts");
  }

  private void waits(long chatNo, Waiting... builds) {
    chats.add(new ChatQueue(chatNo, "a", "site", 1, List.of(builds)));
  }

  private static Waiting waiting(long placeAndKey, Estimate estimate) {
    return new Waiting(placeAndKey, placeAndKey, 1_000, 1_024, NOW, Instant.MIN, estimate);
  }

  private static Waiting heldUntil(Instant until, Waiting w) {
    return new Waiting(
        w.place(), w.sortKey(), w.cpuMillis(), w.memoryMib(), w.readyTime(), until, w.estimate());
  }

  private List<Forecast> forecast() {
    return Simulation.run(scene(), Effort.DEFAULT);
  }

  private Scene scene() {
    return new Scene(
        NOW,
        Map.of(Scope.CLUSTER, cluster),
        pausedUntil,
        Map.of(),
        running,
        chats,
        inflows,
        SnapshotBuilder.RESERVE_AFTER);
  }

  private static double seconds(Instant start) {
    return Duration.between(NOW, start).toMillis() / 1e3;
  }
}
