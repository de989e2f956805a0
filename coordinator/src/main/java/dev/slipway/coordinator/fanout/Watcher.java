package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.fanout.History.Outcome;
import dev.slipway.coordinator.fanout.Ring.Slot;
import dev.slipway.v1.EventKind;
import dev.slipway.v1.WatchBuildRequest;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream of one build: a cursor, and nothing that grows. Writes from the feed's ring
 * while the client has room; behind the ring it reads the store for itself until it is back in.
 * Runs on its pump, or while it reads for itself on a thread for that, never on both.
 */
final class Watcher implements Pulse.Stream {
  private static final Logger log = LoggerFactory.getLogger(Watcher.class);

  /** Messages in one run, so that one fast client does not hold the others of its pump up. */
  private static final int BURST = 256;

  /** How soon a client that was sent away should be back: at once, apart from its own jitter. */
  private static final Duration BACK = Duration.ofSeconds(1);

  private final Feed feed;
  private final History history;
  private final FanoutConfig config;
  private final ServerCallStreamObserver<byte[]> client;
  private final Set<EventKind> kinds;
  private final Turn turn;
  private final Runnable left;

  // Only whoever has the turn writes these.
  private volatile Cursor cursor;
  private long position = -1;
  private byte @Nullable [] first;
  private long sample;
  private boolean closed;

  private volatile long lastSent = System.nanoTime();
  private volatile boolean begun;
  private volatile boolean heartbeatDue;
  private volatile boolean failed;
  private volatile long failedAt;
  private volatile @Nullable Refusal dismissed;
  private volatile @Nullable String away;

  private final Slowness slowness = new Slowness();

  /**
   * @param cursor what the client has seen
   * @param first sent before all else; null: nothing
   * @param left is run once, when the stream is over
   */
  Watcher(
      Feed feed,
      History history,
      FanoutConfig config,
      WatchBuildRequest request,
      Cursor cursor,
      byte @Nullable [] first,
      ServerCallStreamObserver<byte[]> client,
      Executor pump,
      Runnable left) {
    this.feed = feed;
    this.history = history;
    this.config = config;
    this.client = client;
    this.cursor = cursor;
    this.first = first;
    this.left = left;
    this.turn = new Turn(pump, this::run);
    this.kinds =
        request.getKindsCount() == 0
            ? EnumSet.allOf(EventKind.class)
            : EnumSet.copyOf(request.getKindsList());
  }

  /** Lets it write; before, its stream was not wholly set up. */
  void begin() {
    begun = true;
    schedule();
  }

  /** Has it look at what there is to do. Never blocks. */
  void schedule() {
    turn.request();
  }

  /** Ends the stream with this refusal. */
  void dismiss(Refusal refusal) {
    dismissed = refusal;
    schedule();
  }

  @Override
  public void sendAway(String why) {
    away = why;
    schedule();
  }

  private Refusal goOnElsewhere(String why) {
    return new Refusal(
        new Refusal.Kind.GoOnElsewhere(
            "%s Watch again with the last sequence that you have seen; the last one sent is %d."
                .formatted(why, cursor.sequence()),
            Map.of(
                "after_sequence", Long.toString(cursor.sequence()),
                "log_offset", Long.toString(cursor.offset())),
            BACK));
  }

  /** Heartbeats, clients that do not read, and what failed before. */
  @Override
  public void beat(long now) {
    boolean ready = client.isReady();
    if (slowness.isOver(config.slow(), ready, now, lastSent)) {
      sendAway("The client has read nothing for %d s.".formatted(config.slow().toSeconds()));
    } else if (ready && now - lastSent > config.heartbeat().toNanos()) {
      heartbeatDue = true;
      schedule();
    } else if (ready && failed && now - failedAt > config.poll().toNanos()) {
      failedAt = now;
      schedule();
    }
  }

  private boolean run() {
    try {
      return closed || !drain();
    } catch (RuntimeException e) {
      fail(e);
      return true;
    }
  }

  /** Writes what there is; true: it went on elsewhere. */
  private boolean drain() {
    if (!begun || isOver() || !feed.begun()) {
      return false;
    }
    for (int sent = 0; client.isReady(); sent++) {
      if (sent == BURST) {
        schedule();
        break;
      }
      var hello = first;
      if (hello != null) {
        first = null;
        write(hello);
        continue;
      }
      if (position < 0) {
        position = feed.ring().enter(cursor.sequence(), cursor.offset());
        if (position < 0) {
          Thread.ofVirtual().name("catch-up-", 0).start(this::catchUp);
          return true;
        }
      }
      // In this order: what ended has all of its messages in the ring.
      boolean ended = feed.ended();
      switch (feed.ring().at(position)) {
        case Slot.Overrun _ -> position = -1;
        case Slot.Held held -> {
          position++;
          take(held.message());
        }
        case Slot.Head _ -> {
          atHead(ended);
          return false;
        }
      }
    }
    if (position > 0) {
      feed.took(position);
    }
    return false;
  }

  /** Ends the stream if somebody wants it so. */
  private boolean isOver() {
    var why = away;
    var refusal = dismissed == null && why != null ? goOnElsewhere(why) : dismissed;
    if (refusal == null && !client.isCancelled()) {
      return false;
    }
    close();
    if (!client.isCancelled()) {
      client.onError(refusal);
    }
    return true;
  }

  private void atHead(boolean ended) {
    feed.took(position);
    if (ended) {
      close();
      client.onCompleted();
      return;
    }
    var newest = feed.sample();
    if (newest != null && newest.number() > sample) {
      sample = newest.number();
      if (kinds.contains(EventKind.EVENT_KIND_SAMPLE)) {
        write(newest.bytes());
      }
    }
    if (heartbeatDue) {
      heartbeatDue = false;
      write(EventMessages.heartbeat(feed.build(), cursor.state(), cursor.sequence()).toByteArray());
    }
  }

  /** Reads the store until the ring can be entered, or the client has no room. Blocks. */
  private void catchUp() {
    try {
      var outcome = Outcome.MORE;
      while (outcome == Outcome.MORE) {
        var read =
            history.read(
                feed.build(),
                feed.withLogs(),
                cursor,
                message -> {
                  if (!client.isReady()) {
                    return false;
                  }
                  take(message);
                  return true;
                });
        cursor = read.cursor();
        outcome = read.outcome();
      }
      failed = false;
      feed.passedBy(cursor);
      if (outcome == Outcome.ALL) {
        schedule();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      fail(e);
    } finally {
      turn.done();
    }
  }

  private void fail(RuntimeException e) {
    if (e instanceof Refusal) {
      close();
      client.onError(e);
    } else {
      // The store cannot be reached, or we have a bug: the pulse tries again.
      log.debug("a watcher of {} failed, goes on later", feed.build(), e);
      failedAt = System.nanoTime();
      failed = true;
    }
  }

  private void take(Message message) {
    if (message.isLog()) {
      if (message.logEnd() > cursor.offset()) {
        write(
            message.logStart() < cursor.offset()
                ? message.from(feed.build(), cursor.offset()).bytes()
                : message.bytes());
        cursor = cursor.behind(message);
      }
    } else if (message.sequence() > cursor.sequence()) {
      cursor = cursor.behind(message);
      if (kinds.contains(message.kind()) || message.state().ended()) {
        write(message.bytes());
      }
    }
  }

  private void write(byte[] bytes) {
    client.onNext(bytes);
    lastSent = System.nanoTime();
  }

  private void close() {
    closed = true;
    left.run();
  }
}
