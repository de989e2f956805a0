package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.admit.Wish;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.explain.Prospects;
import dev.slipway.coordinator.explain.Prospects.Prospect;
import dev.slipway.coordinator.explain.Standings;
import dev.slipway.coordinator.fanout.EventMessages;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.v1.Build;
import dev.slipway.v1.Explanation;
import dev.slipway.v1.QueueStatus;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Builds with where they stand, and why. */
@Singleton
public class Explained {
  private final Builds builds;
  private final BuildMessages messages;
  private final Standings standings;
  private final Prospects prospects;

  Explained(Builds builds, BuildMessages messages, Standings standings, Prospects prospects) {
    this.builds = builds;
    this.messages = messages;
    this.standings = standings;
    this.prospects = prospects;
  }

  /**
   * A build, with its queue_status while it waits.
   *
   * @throws dev.slipway.coordinator.build.Refusal when there is none in this tenant
   */
  public Build get(BuildRef ref) {
    var build = builds.get(ref);
    var message = messages.message(build, builds.log(ref));
    return standings
        .of(build)
        .map(
            standing ->
                message.toBuilder().setQueueStatus(StandingMessages.message(standing)).build())
        .orElse(message);
  }

  /** Why a build is where it is. */
  Explanation explain(BuildRef ref) {
    var build = builds.get(ref);
    var explanation = Explanation.newBuilder().setBuild(ref.name());
    var standing = standings.of(build);
    if (standing.isEmpty()) {
      return explanation.setSummary(Summary.of(build)).build();
    }
    var lender = standings.lender(build);
    var sortKey = (lender == null ? build : builds.get(lender)).sortKey();
    if (sortKey != null) {
      explanation.setSortTime(EventMessages.timestamp(Instant.ofEpochMilli(sortKey)));
    }
    return explanation
        .setSummary(Summary.of(standing.get()))
        .setQueueStatus(StandingMessages.message(standing.get()))
        .addAllBefore(standing.get().before())
        .setInheritedFrom(lender == null ? "" : lender.name())
        .build();
  }

  /** Where a wish would stand if it were queued now, at the end of its chat. */
  QueueStatus status(Wish wish) {
    return StandingMessages.message(
        prospects.of(
            new Prospect(
                wish.tenant(),
                wish.project(),
                wish.chat(),
                wish.priority(),
                wish.resources(),
                wish.spec().template(),
                wish.notBefore())));
  }
}
