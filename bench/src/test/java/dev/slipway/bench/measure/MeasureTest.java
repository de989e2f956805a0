package dev.slipway.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MeasureTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void oneOddWindowDoesNotMoveTheRatio() {
    var ours = List.of(counted(50), counted(80), counted(9_000), counted(90), counted(70));
    var baseline = List.of(counted(100), counted(100), counted(100), counted(100), counted(100));

    var compared = new Compared(ours, baseline);

    assertThat(compared.ratio()).hasToString("0.80 [0.50..90.00] of 5 pairs");
    assertThat(compared.baselinePerSecond()).isEqualTo(100);
    assertThat(compared.oursPerSecond()).isEqualTo(80);
  }

  @Test
  void aDriftOfTheMachineLeavesTheRatio() {
    var ours = List.of(counted(1_000), counted(500), counted(250));
    var baseline = List.of(counted(2_000), counted(1_000), counted(500));

    var ratio = new Compared(ours, baseline).ratio();

    assertThat(ratio.ratios()).containsExactly(0.5, 0.5, 0.5);
  }

  @Test
  void timesAreComparedByTheirMedians() {
    var ours = new Window(3, SECOND, Latencies.ofNanos(new long[] {30, 10, 5_000}));
    var baseline = new Window(1, SECOND, Latencies.ofNanos(new long[] {20}));

    var compared = new Compared(List.of(ours), List.of(baseline));

    assertThat(compared.timeRatio().median()).isEqualTo(1.5);
    assertThat(compared.ourLatencies().count()).isEqualTo(3);
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertThat(new Ratio(List.of(4.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
    assertThat(new Ratio(List.of(0.7)).median()).isEqualTo(0.7);
  }

  @Test
  void ratesCountTheTimeThatTheWindowReallyTook() {
    assertThat(Window.counted(300, Duration.ofMillis(1_500)).perSecond()).isEqualTo(200);
  }

  @Test
  void whatIsNotPairedIsRefused() {
    var one = List.of(counted(1));

    assertThatThrownBy(() -> new Compared(one, List.of()))
        .hasMessage("1 windows of ours and 0 of the baseline are not pairs");
    assertThatThrownBy(() -> new Compared(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Ratio(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pairs(0, SECOND, SECOND))
        .hasMessage("0 pairs measure nothing; give 1 or more");
  }

  @Test
  void sidesTakeTurnsInBeingFirst() throws Exception {
    var order = new ArrayList<String>();
    var pairs = new Pairs(3, SECOND, Duration.ofMillis(10));

    var compared = pairs.alternate("turns", side("A", order), side("B", order));

    assertThat(order)
        .containsExactly(
            "A PT0.01S", "B PT0.01S", "A PT1S", "B PT1S", "B PT1S", "A PT1S", "A PT1S", "B PT1S");
    assertThat(compared.ours()).hasSize(3);
    assertThat(compared.baseline()).hasSize(3);
  }

  @Test
  void withoutWarmUpNothingRunsForNothing() throws Exception {
    var order = new ArrayList<String>();

    var _ =
        new Pairs(1, SECOND, Duration.ZERO).alternate("cold", side("A", order), side("B", order));

    assertThat(order).containsExactly("A PT1S", "B PT1S");
  }

  @Test
  void quantilesAreTimesThatWereMeasured() {
    var latencies = Latencies.ofNanos(LongStream.rangeClosed(1, 1_000).toArray());

    assertThat(latencies.median()).isEqualTo(Duration.ofNanos(500));
    assertThat(latencies.quantile(0.99)).isEqualTo(Duration.ofNanos(990));
    assertThat(latencies.quantile(1)).isEqualTo(Duration.ofNanos(1_000));
    assertThat(Latencies.ofNanos(new long[] {7}).quantile(0.99)).isEqualTo(Duration.ofNanos(7));
  }

  @Test
  void quantilesOfSeveralClientsAreOfAllTheirCalls() {
    var quick = Latencies.ofNanos(new long[] {3, 1, 2});
    var slow = Latencies.ofNanos(new long[] {100});

    var all = Latencies.union(List.of(slow, quick));

    assertThat(all.count()).isEqualTo(4);
    assertThat(all.median()).isEqualTo(Duration.ofNanos(2));
    assertThat(all.quantile(1)).isEqualTo(Duration.ofNanos(100));
    assertThatThrownBy(() -> Latencies.union(List.of()).median())
        .hasMessage("no call was measured");
  }

  @Test
  void figuresAreLinesOfThreeWordsInEveryLocale() {
    var before = Locale.getDefault();
    var out = new ByteArrayOutputStream();
    try {
      Locale.setDefault(Locale.GERMANY);
      var figures = new Figures(new PrintStream(out, true, StandardCharsets.UTF_8));
      figures.ratio("ratio_16", new Ratio(List.of(0.8349)));
      figures.perSecond("baseline_per_s", 8_200.4);
      figures.perSecond("queries_per_s", 1.256);
      figures.millis("fsync_ms", Duration.ofNanos(310_400));
      figures.seconds("seconds", Duration.ofMillis(1_234));
      figures.micros("us_per_build", 94.26);
      figures.count("disorder", 0);
      figures.share("core_share", 0.00449);
      figures.setting("fsync", "on");
    } finally {
      Locale.setDefault(before);
    }

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "ratio_16 0.83 ratio",
            "baseline_per_s 8200 per_s",
            "queries_per_s 1.26 per_s",
            "fsync_ms 0.310 ms",
            "seconds 1.23 s",
            "us_per_build 94.3 us",
            "disorder 0 count",
            "core_share 0.004 share",
            "fsync on setting");
  }

  private static Window counted(long units) {
    return Window.counted(units, SECOND);
  }

  private static Side side(String name, List<String> order) {
    return window -> {
      order.add(name + " " + window);
      return Window.counted(1, window);
    };
  }
}
