package dev.slipway.coordinator.fanout;

import com.google.protobuf.ByteString;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.StoredEvent;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.WatchBuildRequest;
import java.time.Duration;

/**
 * How far one watcher is: the last event and the last log byte it was sent. Log bytes are put where
 * they belong between the events: what a step printed stands between its start and its end.
 */
final class WatchCursor {
  private static final int EVENTS_A_READ = 100;
  private static final int LOG_CHUNK_MAX = 64 * 1024;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final BuildRef build;
  private final boolean withLogs;
  private final Builds builds;
  private final Logs logs;
  private final Outlet<BuildEvent> outlet;
  private long sequence;
  private long logOffset;
  private StateName state = StateName.QUEUED;
  private long lastSent = System.nanoTime();

  WatchCursor(
      BuildRef build,
      WatchBuildRequest request,
      Builds builds,
      Logs logs,
      Outlet<BuildEvent> outlet) {
    this.build = build;
    this.withLogs = request.getIncludeLogs();
    this.builds = builds;
    this.logs = logs;
    this.outlet = outlet;
    this.sequence = request.getAfterSequence();
    this.logOffset = request.getLogOffset();
  }

  /** What comes next. */
  enum Step {
    /** There may be more to read at once. */
    MORE,
    /** All there is was sent. */
    WAIT,
    /** The terminal event was sent. */
    ENDED,
    /** The client has gone. */
    GONE
  }

  /** Sends what is new, as far as one read of the store goes. Blocks while the client is slow. */
  Step advance() throws InterruptedException {
    if (outlet.gone()) {
      return Step.GONE;
    }
    // The log's end first, the events second: whatever event comes before those bytes is then read.
    long logEnd = withLogs ? logs.whole(build).end() : 0;
    var record = builds.get(build);
    var events = builds.events(build, sequence, EVENTS_A_READ);
    for (var event : events) {
      if (!logUpTo(before(event, logEnd)) || !send(EventMessages.message(build, event))) {
        return Step.GONE;
      }
      sequence = event.sequence();
      state = event.state();
    }
    if (events.size() == EVENTS_A_READ) {
      return Step.MORE;
    }
    if (!logUpTo(logEnd)) {
      return Step.GONE;
    }
    if (record.state().ended() && sequence >= record.lastSequence()) {
      return Step.ENDED;
    }
    return rest(record.state());
  }

  private Step rest(StateName now) throws InterruptedException {
    state = now;
    if (System.nanoTime() - lastSent > HEARTBEAT.toNanos()
        && !send(EventMessages.heartbeat(build, state))) {
      return Step.GONE;
    }
    return Step.WAIT;
  }

  /** How much of the log belongs before this event. */
  private long before(StoredEvent event, long logEnd) {
    if (event.state().ended()) {
      return withLogs ? logs.whole(build).end() : 0;
    }
    return switch (event.body()) {
      case StepStarted e -> Math.min(e.logOffset(), logEnd);
      case StepFinished e -> Math.min(e.logOffset(), logEnd);
      default -> 0;
    };
  }

  private boolean logUpTo(long end) throws InterruptedException {
    while (withLogs && logOffset < end) {
      var bytes = ByteString.copyFrom(logs.read(build, logOffset, end));
      if (bytes.isEmpty()) {
        return true;
      }
      for (int at = 0; at < bytes.size(); at += LOG_CHUNK_MAX) {
        var piece = bytes.substring(at, Math.min(bytes.size(), at + LOG_CHUNK_MAX));
        if (!send(EventMessages.log(build, state, logOffset, piece))) {
          return false;
        }
        logOffset += piece.size();
      }
    }
    return true;
  }

  private boolean send(BuildEvent message) throws InterruptedException {
    lastSent = System.nanoTime();
    return outlet.send(message);
  }
}
