package dev.slipway.coordinator.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.build.Scope;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LearntTest {
  private static final Instant NOW = Instant.EPOCH;
  private static final Scope TENANT = new Scope.OfTenant("t");
  private static final Bound OF_10_000 = new Bound(TENANT, null, Resource.QUEUED, 10_000);

  private final Learnt learnt =
      new Learnt(new QuotaConfig(1_000, Duration.ofSeconds(1), Duration.ofSeconds(10), 2));

  @Test
  void nothingIsFarBeforeItWasCounted() {
    assertThat(learnt.far(OF_10_000, 1, NOW)).isFalse();
  }

  @Test
  void aLimitIsFarWhileThereIsRoomWhateverOthersLetIn() {
    learnt.counted(OF_10_000, 3_000, 500, NOW);

    assertThat(learnt.far(OF_10_000, 6_001, NOW)).as("others may be adding 500").isFalse();
    assertThat(learnt.far(OF_10_000, 1_000, NOW)).isTrue();
    var later = NOW.plusMillis(400);
    assertThat(learnt.far(OF_10_000, 1_001, later)).as("and 4,000 more by now").isFalse();
    assertThat(learnt.far(OF_10_000, 1_000, later)).isTrue();
    assertThat(learnt.far(OF_10_000, 1, later)).isFalse();
  }

  @Test
  void aSmallLimitIsNeverFar() {
    var small = new Bound(TENANT, null, Resource.QUEUED, 999);
    learnt.counted(OF_10_000, 0, 0, NOW);
    learnt.counted(small, 0, 0, NOW);

    assertThat(learnt.far(small, 1, NOW)).isFalse();
  }

  @Test
  void aCountIsForgottenAfterASecond() {
    learnt.counted(OF_10_000, 10, 0, NOW);

    var large = new Bound(TENANT, null, Resource.QUEUED, 1_000_000);

    assertThat(learnt.far(large, 1, NOW.plusSeconds(1))).isTrue();
    assertThat(learnt.far(large, 1, NOW.plusMillis(1_001))).isFalse();
  }

  @Test
  void aDearCountIsKeptForLonger() {
    var large = new Bound(TENANT, null, Resource.QUEUED, 1_000_000);
    learnt.counted(large, 50_000, 0, NOW);

    assertThat(learnt.far(large, 1, NOW.plusSeconds(5))).isTrue();
    assertThat(learnt.far(large, 1, NOW.plusMillis(5_001))).isFalse();
  }

  @Test
  void whatMayNotBeCommittedYetCountsOnceMore() {
    learnt.counted(OF_10_000, 0, 0, NOW);
    assertThat(learnt.far(OF_10_000, 9_000, NOW)).isTrue();

    learnt.counted(OF_10_000, 0, 0, NOW);

    assertThat(learnt.far(OF_10_000, 1_000, NOW)).isFalse();
    learnt.counted(OF_10_000, 0, 0, NOW);
    assertThat(learnt.far(OF_10_000, 1_000, NOW)).as("and then no more").isTrue();
  }

  @Test
  void aSumOfOneThingSaysNothingOfAnother() {
    learnt.counted(OF_10_000, 10, 0, NOW);

    assertThat(learnt.far(new Bound(TENANT, null, Resource.BUILDS_PER_HOUR, 10_000), 1, NOW))
        .isFalse();
    assertThat(learnt.far(new Bound(Scope.CLUSTER, null, Resource.QUEUED, 10_000), 1, NOW))
        .isFalse();
  }

  @Test
  void storageIsKeptAsItWas() {
    var storage = new Bound(TENANT, null, Resource.STORAGE_BYTES, 5);
    assertThat(learnt.recent(storage, NOW)).isNull();

    learnt.counted(storage, 77, 0, NOW);

    assertThat(learnt.recent(storage, NOW.plusSeconds(10))).isEqualTo(77);
    assertThat(learnt.recent(storage, NOW.plusSeconds(11))).isNull();
  }

  @Test
  void theLongestUnusedIsForgottenFirst() {
    var second = new Bound(new Scope.OfTenant("u"), null, Resource.QUEUED, 10_000);
    var third = new Bound(new Scope.OfTenant("v"), null, Resource.QUEUED, 10_000);
    learnt.counted(OF_10_000, 1, 0, NOW);
    learnt.counted(second, 1, 0, NOW);
    learnt.far(OF_10_000, 1, NOW);

    learnt.counted(third, 1, 0, NOW);

    assertThat(learnt.size()).isEqualTo(2);
    assertThat(learnt.far(OF_10_000, 1, NOW)).isTrue();
    assertThat(learnt.far(second, 1, NOW)).isFalse();
  }
}
