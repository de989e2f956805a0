package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.admit.Wish;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.explain.Standings;
import dev.slipway.coordinator.explain.WhatIf;
import dev.slipway.coordinator.fanout.EventMessages;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.v1.Build;
import dev.slipway.v1.Explanation;
import dev.slipway.v1.QueueStatus;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Builds with where they stand, and why. */
@Singleton
public class Explained {
  private final Builds builds;
  private final BuildMessages messages;
  private final Standings standings;
  private final WhatIf whatIf;

  Explained(Builds builds, BuildMessages messages, Standings standings, WhatIf whatIf) {
    this.builds = builds;
    this.messages = messages;
    this.standings = standings;
    this.whatIf = whatIf;
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

  /** Where a wish would stand if it were queued now. */
  QueueStatus status(Wish wish) {
    var answer =
        whatIf.ask(
            new WhatIf.Question(
                Map.of(),
                Set.of(),
                Set.of(),
                List.of(
                    new WhatIf.Added(
                        wish.tenant(),
                        Objects.requireNonNullElse(wish.project(), "default"),
                        null,
                        wish.priority(),
                        wish.resources(),
                        wish.spec().template(),
                        1))));
    var status = QueueStatus.newBuilder().setAsOfTime(EventMessages.timestamp(answer.asOf()));
    return answer.starts().stream()
        .filter(start -> start.added() == 0)
        .findFirst()
        .map(
            start ->
                status
                    .setPosition(start.position())
                    .setPositionExact(true)
                    .setEtaStartP50(EventMessages.timestamp(start.startP50()))
                    .setEtaStartP90(EventMessages.timestamp(start.startP90()))
                    .setEtaEndP50(EventMessages.timestamp(start.endP50()))
                    .setEtaBasis(start.basis()))
        .orElseGet(() -> status.setPosition(answer.starts().size() + 1))
        .build();
  }
}
