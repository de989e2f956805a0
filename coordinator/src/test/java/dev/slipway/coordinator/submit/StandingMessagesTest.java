package dev.slipway.coordinator.submit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.explain.Standing;
import dev.slipway.coordinator.explain.Standing.Kind;
import dev.slipway.coordinator.explain.Standing.Obstacle;
import dev.slipway.v1.Blocker;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingMessagesTest {

  @Test
  void everyKindOfObstacleIsToldAsABlockerOfItsOwn() {
    var obstacles =
        Arrays.stream(Kind.values())
            .map(kind -> new Obstacle(kind, "why", List.of(), "", null))
            .toList();
    var standing =
        new Standing(1, true, 0, null, null, null, "", obstacles, List.of(), Instant.EPOCH);

    var kinds =
        StandingMessages.message(standing).getBlockersList().stream()
            .map(Blocker::getKind)
            .toList();

    assertThat(kinds)
        .doesNotHaveDuplicates()
        .hasSameElementsAs(
            Arrays.stream(Blocker.Kind.values())
                .filter(kind -> kind != Blocker.Kind.KIND_UNSPECIFIED)
                .filter(kind -> kind != Blocker.Kind.UNRECOGNIZED)
                .toList());
    assertThat(kinds.getFirst()).isEqualTo(Blocker.Kind.KIND_CHAT_PREDECESSOR);
  }
}
