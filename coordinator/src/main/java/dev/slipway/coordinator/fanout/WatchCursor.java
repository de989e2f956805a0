package dev.slipway.coordinator.fanout;

import com.google.protobuf.ByteString;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.StoredEvent;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.coordinator.stream.PacedStream;
import dev.slipway.coordinator.stream.PacedStream.Gone;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.WatchBuildRequest;
import java.time.Duration;
import java.util.List;

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
  private final PacedStream<BuildEvent> stream;
  private long sequence;
  private long logOffset;
  private StateName state = StateName.QUEUED;
  private long lastSent = System.nanoTime();

  WatchCursor(
      BuildRef build,
      WatchBuildRequest request,
      Builds builds,
      Logs logs,
      PacedStream<BuildEvent> stream) {
    this.build = build;
    this.withLogs = request.getIncludeLogs();
    this.builds = builds;
    this.logs = logs;
    this.stream = stream;
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
    ENDED
  }

  /** Sends what is new, as far as one read of the store goes. Blocks while the client is slow. */
  Step advance() throws Gone, InterruptedException {
    stream.check();
    // The log's end first, the events second: whatever event comes before those bytes is then read.
    long logEnd = withLogs ? logs.whole(build).end() : 0;
    var record = builds.get(build);
    var events = builds.events(build, sequence, EVENTS_A_READ);
    state = stateBefore(events, record);
    for (var event : events) {
      logUpTo(before(event));
      send(EventMessages.message(build, event));
      sequence = event.sequence();
      state = event.state();
    }
    if (events.size() == EVENTS_A_READ) {
      return Step.MORE;
    }
    logUpTo(logEnd);
    if (record.state().ended() && sequence >= record.lastSequence()) {
      return Step.ENDED;
    }
    if (System.nanoTime() - lastSent > HEARTBEAT.toNanos()) {
      send(EventMessages.heartbeat(build, state));
    }
    return Step.WAIT;
  }

  /** Where the build was when the next message's matter happened. */
  private static StateName stateBefore(List<StoredEvent> events, BuildRecord record) {
    if (events.isEmpty()) {
      return record.state();
    }
    var before = events.getFirst().stateBefore();
    return before == null ? StateName.QUEUED : before;
  }

  /** How much of the log belongs before this event; it was committed before the event was. */
  private long before(StoredEvent event) {
    if (event.state().ended()) {
      return withLogs ? logs.whole(build).end() : 0;
    }
    return switch (event.body()) {
      case StepStarted e -> e.logOffset();
      case StepFinished e -> e.logOffset();
      default -> 0;
    };
  }

  private void logUpTo(long end) throws Gone, InterruptedException {
    while (withLogs && logOffset < end) {
      var bytes = ByteString.copyFrom(logs.read(build, logOffset, end));
      if (bytes.isEmpty()) {
        return;
      }
      for (int at = 0; at < bytes.size(); at += LOG_CHUNK_MAX) {
        var piece = bytes.substring(at, Math.min(bytes.size(), at + LOG_CHUNK_MAX));
        send(EventMessages.log(build, state, logOffset, piece));
        logOffset += piece.size();
      }
    }
  }

  private void send(BuildEvent message) throws Gone, InterruptedException {
    stream.send(message);
    lastSent = System.nanoTime();
  }
}
