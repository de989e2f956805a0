package dev.slipway.coordinator.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.order.Durations.Sample;
import dev.slipway.coordinator.order.Estimate.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurationsTest {

  @Test
  void nothingLearntIsTheDefault() {
    var estimate = Durations.of(List.of()).estimate("a", "site", "website");

    assertThat(estimate).isEqualTo(Estimate.DEFAULT);
    assertThat(estimate.p50()).isEqualTo(Duration.ofSeconds(60));
    assertThat(estimate.p90()).isEqualTo(Duration.ofSeconds(300));
  }

  @Test
  void fallsBackFromTheProjectToTheTenantToTheTemplateToEverything() {
    var durations = Durations.of(samples("a", "site", "website", 1, 2, 3, 4, 5));

    assertThat(durations.estimate("a", "site", "website").source()).isEqualTo(Source.PROJECT);
    assertThat(durations.estimate("a", "other", "website").source()).isEqualTo(Source.TENANT);
    assertThat(durations.estimate("b", "site", "website").source()).isEqualTo(Source.TEMPLATE);
    assertThat(durations.estimate("b", "site", "snippet").source()).isEqualTo(Source.EVERYTHING);
  }

  @Test
  void tooFewOfAKindSayNothing() {
    var samples = new ArrayList<>(samples("a", "site", "website", 1, 1, 1, 1));
    samples.addAll(samples("a", "other", "website", 100));

    var estimate = Durations.of(samples).estimate("a", "site", "website");

    assertThat(estimate.source()).isEqualTo(Source.TENANT);
    assertThat(estimate.samples()).isEqualTo(5);
  }

  @Test
  void saysTheQuantilesOfWhatItSaw() {
    var durations =
        Durations.of(samples("a", "site", "website", 10, 20, 30, 40, 50, 60, 70, 80, 90));

    var estimate = durations.estimate("a", "site", "website");

    assertThat(estimate)
        .isEqualTo(new Estimate(Duration.ofSeconds(50), Duration.ofSeconds(90), Source.PROJECT, 9));
  }

  @Test
  void onlyTheNewestOfAKindCount() {
    var samples = new ArrayList<Sample>();
    for (int i = 0; i < Durations.SAMPLES_PER_KIND_MAX; i++) {
      samples.addAll(samples("a", "site", "website", 5));
    }
    for (int i = 0; i < 500; i++) {
      samples.addAll(samples("a", "site", "website", 600));
    }

    var estimate = Durations.of(samples).estimate("a", "site", "website");

    assertThat(estimate.samples()).isEqualTo(Durations.SAMPLES_PER_KIND_MAX);
    assertThat(estimate.p90()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void buildsThatTookNoTimeAreNoFault() {
    var estimate =
        Durations.of(samples("a", "site", "website", 0, 0, 0, 0, 0))
            .estimate("a", "site", "website");

    assertThat(estimate.p50()).isEqualTo(Duration.ofMillis(1));
  }

  private static List<Sample> samples(
      String tenant, String project, String template, int... seconds) {
    var samples = new ArrayList<Sample>();
    for (int duration : seconds) {
      samples.add(new Sample(tenant, project, template, Duration.ofSeconds(duration)));
    }
    return samples;
  }
}
