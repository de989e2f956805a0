package dev.slipway.coordinator.queue;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.queue.pause.Pause;
import dev.slipway.v1.Queue;
import dev.slipway.v1.QueueStats;
import java.time.Instant;
import java.util.List;

/** Says the queue as messages. Pure. */
final class QueueEndpointMessages {
  private QueueEndpointMessages() {}

  static Queue queue(Scope scope, Depth depth, List<Pause> pauses) {
    var message =
        Queue.newBuilder()
            .setScope(scope.name())
            .setHeld(depth.held())
            .setQueued(depth.queued())
            .setStarting(depth.starting())
            .setRunning(depth.running())
            .setStopping(depth.stopping())
            .addAllPauses(pauses.stream().map(QueueEndpointMessages::pause).toList());
    if (depth.oldestQueuedTime() != null) {
      message.setOldestQueuedTime(timestamp(depth.oldestQueuedTime()));
    }
    return message.build();
  }

  static QueueStats stats(Scope scope, Stats stats, java.time.Duration window) {
    var message =
        QueueStats.newBuilder()
            .setScope(scope.name())
            .setSubmitted(stats.submitted())
            .setDeadLetters(stats.deadLetters());
    unended(stats, message);
    ended(stats, window, message);
    today(stats, message);
    return message.build();
  }

  private static void unended(Stats stats, QueueStats.Builder message) {
    var unended = stats.unended();
    message.setHeld(unended.held()).setQueued(unended.queued()).setActive(unended.active());
    if (unended.oldestWaiting() != null) {
      message.setOldestWaiting(duration(unended.oldestWaiting()));
    }
  }

  private static void ended(Stats stats, java.time.Duration window, QueueStats.Builder message) {
    var ended = stats.ended();
    double hours = window.toMillis() / 3_600_000.0;
    message
        .setSucceeded(ended.succeeded())
        .setFailed(ended.failed())
        .setCancelled(ended.cancelled())
        .setThroughputPerHour(ended.all() / hours);
    long judged = ended.succeeded() + ended.failed();
    if (judged > 0) {
      message.setSuccessRate((double) ended.succeeded() / judged);
    }
    if (ended.durationAverage() != null) {
      message.setDurationAverage(duration(ended.durationAverage()));
    }
    if (ended.durationP50() != null) {
      message.setDurationP50(duration(ended.durationP50()));
    }
    if (ended.durationP90() != null) {
      message.setDurationP90(duration(ended.durationP90()));
    }
    if (ended.waitP50() != null) {
      message.setWaitP50(duration(ended.waitP50()));
    }
    if (ended.waitP90() != null) {
      message.setWaitP90(duration(ended.waitP90()));
    }
  }

  private static void today(Stats stats, QueueStats.Builder message) {
    message
        .setTodaySubmitted(stats.submittedToday())
        .setTodaySucceeded(stats.today().succeeded())
        .setTodayFailed(stats.today().failed())
        .setTodayCancelled(stats.today().cancelled());
  }

  static dev.slipway.v1.Pause pause(Pause pause) {
    var message =
        dev.slipway.v1.Pause.newBuilder()
            .setScope(pause.scope())
            .setMode(dev.slipway.v1.Pause.Mode.valueOf("MODE_" + pause.mode().name()))
            .setPausedBy(pause.pausedBy())
            .setReason(pause.reason())
            .setPauseTime(timestamp(pause.pauseTime()));
    if (pause.untilTime() != null) {
      message.setUntilTime(timestamp(pause.untilTime()));
    }
    return message.build();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** Never below zero: a clock that was set back must not make an invalid message. */
  private static Duration duration(double seconds) {
    long millis = Math.max(0, Math.round(seconds * 1000));
    return Duration.newBuilder()
        .setSeconds(millis / 1000)
        .setNanos((int) (millis % 1000) * 1_000_000)
        .build();
  }
}
