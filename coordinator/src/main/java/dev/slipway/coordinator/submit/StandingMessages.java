package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.explain.Standing;
import dev.slipway.coordinator.explain.Standing.Obstacle;
import dev.slipway.coordinator.fanout.EventMessages;
import dev.slipway.v1.Blocker;
import dev.slipway.v1.QueueStatus;

/** Says where builds stand as messages. Pure. */
public final class StandingMessages {
  private StandingMessages() {}

  /** A standing as clients see it. */
  public static QueueStatus message(Standing standing) {
    var message =
        QueueStatus.newBuilder()
            .setPosition(standing.position())
            .setPositionExact(standing.exact())
            .setChatPosition(standing.chatPosition())
            .setEtaBasis(standing.basis())
            .setAsOfTime(EventMessages.timestamp(standing.asOf()));
    if (standing.startP50() != null) {
      message.setEtaStartP50(EventMessages.timestamp(standing.startP50()));
    }
    if (standing.startP90() != null) {
      message.setEtaStartP90(EventMessages.timestamp(standing.startP90()));
    }
    if (standing.endP50() != null) {
      message.setEtaEndP50(EventMessages.timestamp(standing.endP50()));
    }
    standing.obstacles().forEach(obstacle -> message.addBlockers(blocker(obstacle)));
    return message.build();
  }

  private static Blocker blocker(Obstacle obstacle) {
    var message =
        Blocker.newBuilder()
            .setKind(Blocker.Kind.valueOf("KIND_" + obstacle.kind().name()))
            .setMessage(obstacle.message())
            .addAllHolders(obstacle.holders())
            .setRemedy(obstacle.remedy());
    if (obstacle.clearTime() != null) {
      message.setExpectedClearTime(EventMessages.timestamp(obstacle.clearTime()));
    }
    return message.build();
  }
}
