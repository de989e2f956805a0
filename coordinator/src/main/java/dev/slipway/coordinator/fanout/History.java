package dev.slipway.coordinator.fanout;

import com.google.protobuf.ByteString;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.StoredEvent;
import dev.slipway.coordinator.log.Logs;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;

/**
 * Reads what comes behind a cursor from the store, as messages. Log bytes are put where they belong
 * between the events: what a step printed stands between its start and its end. No more than {@code
 * slipway.fanout.reads} go on at a time. Metric: {@code slipway.fanout.reads}.
 */
@Singleton
class History {
  static final int EVENTS_A_READ = 100;
  private static final int LOG_A_READ = 256 * 1024;

  /** What one slow client may hold of the transport's memory, and half a kilobyte. */
  private static final int LOG_CHUNK_MAX = 16 * 1024;

  private final Builds builds;
  private final Logs logs;
  private final Semaphore turns;
  private final Counter reads;

  History(Builds builds, Logs logs, FanoutConfig config, MeterRegistry metrics) {
    this.builds = builds;
    this.logs = logs;
    this.turns = new Semaphore(config.reads(), true);
    this.reads = metrics.counter("slipway.fanout.reads");
  }

  /** Takes messages in their order. */
  @FunctionalInterface
  interface Sink {
    /** Takes a message, or says that it takes no more now; then it was not taken. */
    boolean take(Message message);
  }

  /** How a read ended. */
  enum Outcome {
    /** There may be more to read at once. */
    MORE,
    /** All there was is taken. */
    ALL,
    /** The sink took no more. */
    FULL
  }

  /** How far a read came, and how it ended. */
  record Read(Cursor cursor, Outcome outcome) {}

  /**
   * The place behind all that is stored now. Blocks on the store.
   *
   * @throws Refusal when there is no such build
   */
  Cursor end(BuildRef build, boolean withLogs) throws InterruptedException {
    turns.acquire();
    try {
      // The log's end first: every event before those bytes is then counted.
      long logEnd = withLogs ? logs.whole(build).end() : 0;
      var record = builds.get(build);
      return new Cursor(record.lastSequence(), logEnd, record.state());
    } finally {
      turns.release();
    }
  }

  /**
   * Gives what comes behind a cursor to a sink: up to {@value #EVENTS_A_READ} events, and the log
   * that belongs between them. Blocks on the store.
   *
   * @throws Refusal when the event behind the cursor is not kept any more
   */
  Read read(BuildRef build, boolean withLogs, Cursor from, Sink sink) throws InterruptedException {
    turns.acquire();
    try {
      reads.increment();
      return new Pass(build, withLogs, from, sink).run();
    } finally {
      turns.release();
    }
  }

  private final class Pass {
    private final BuildRef build;
    private final boolean withLogs;
    private final Sink sink;
    private Cursor at;

    Pass(BuildRef build, boolean withLogs, Cursor from, Sink sink) {
      this.build = build;
      this.withLogs = withLogs;
      this.at = from;
      this.sink = sink;
    }

    Read run() {
      // The log's end first, the events second: whatever event comes before those bytes is then
      // read.
      long logEnd = withLogs ? logs.whole(build).end() : 0;
      var events = builds.events(build, at.sequence(), EVENTS_A_READ);
      if (!events.isEmpty()) {
        var before = events.getFirst().stateBefore();
        at = new Cursor(at.sequence(), at.offset(), before == null ? StateName.QUEUED : before);
      }
      for (var event : events) {
        if (event.sequence() != at.sequence() + 1) {
          throw gone(build, at.sequence() + 1, event.sequence());
        }
        if (!logUpTo(before(event)) || !give(Message.of(build, event))) {
          return new Read(at, Outcome.FULL);
        }
      }
      if (events.size() == EVENTS_A_READ) {
        return new Read(at, Outcome.MORE);
      }
      return new Read(at, logUpTo(logEnd) ? Outcome.ALL : Outcome.FULL);
    }

    /** How much of the log belongs before this event; it was committed before the event was. */
    private long before(StoredEvent event) {
      if (!withLogs) {
        return 0;
      }
      if (event.state().ended()) {
        return logs.whole(build).end();
      }
      return switch (event.body()) {
        case StepStarted e -> e.logOffset();
        case StepFinished e -> e.logOffset();
        default -> 0;
      };
    }

    private boolean logUpTo(long end) {
      while (withLogs && at.offset() < end) {
        var bytes =
            ByteString.copyFrom(
                logs.read(build, at.offset(), Math.min(end, at.offset() + LOG_A_READ)));
        if (bytes.isEmpty()) {
          // Not kept any more; whoever needs to know reads it by LogService.
          at = new Cursor(at.sequence(), end, at.state());
          return true;
        }
        for (int from = 0; from < bytes.size(); from += LOG_CHUNK_MAX) {
          var piece = bytes.substring(from, Math.min(bytes.size(), from + LOG_CHUNK_MAX));
          if (!give(Message.log(build, at.state(), at.offset(), piece))) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean give(Message message) {
      if (!sink.take(message)) {
        return false;
      }
      at = at.behind(message);
      return true;
    }
  }

  private static Refusal gone(BuildRef build, long wanted, long oldest) {
    return new Refusal(
        new Refusal.Kind.NotKept(
            "after_sequence",
            oldest,
            "Event %d of %s is not kept any more; the next that is has sequence %d. Watch with after_sequence %d, or with snapshot_first."
                .formatted(wanted, build, oldest, oldest - 1)));
  }
}
