package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.fanout.History.Outcome;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watched build, with or without its log: reads the store after each hint, once for all its
 * watchers, and keeps the newest messages in a ring for them. It reads no further than half a ring
 * before the first of them: nobody would be there to take it.
 */
final class Feed implements Wakeups.Listener {
  private static final Logger log = LoggerFactory.getLogger(Feed.class);

  /** A build with so few events begins in the ring, so that all its watchers read it once. */
  private static final int SHORT_EVENTS = 200;

  private static final int SHORT_LOG = 65_536;

  private final BuildRef build;
  private final boolean withLogs;
  private final History history;
  private final Ring ring;
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
  private final Turn turn = new Turn(Feed::start, this::read);
  private final AtomicLong foremost = new AtomicLong();

  /** Where the ring's head stands; null before the first read. */
  private volatile @Nullable Cursor head;

  private volatile boolean ended;
  private volatile boolean paused;
  private volatile boolean failed;
  private volatile @Nullable Sample sample;

  Feed(BuildRef build, boolean withLogs, History history, Ring ring) {
    this.build = build;
    this.withLogs = withLogs;
    this.history = history;
    this.ring = ring;
  }

  BuildRef build() {
    return build;
  }

  boolean withLogs() {
    return withLogs;
  }

  Ring ring() {
    return ring;
  }

  Set<Watcher> all() {
    return watchers;
  }

  @Override
  public int watchers() {
    return watchers.size();
  }

  /** Whether the ring can be used. */
  boolean begun() {
    return head != null;
  }

  /** Whether everything that will ever come is in the ring, or was. */
  boolean ended() {
    return ended;
  }

  /** The newest sample; older ones are nowhere. */
  @Nullable Sample sample() {
    return sample;
  }

  /**
   * @param number higher than those of the build's samples before
   * @param bytes the {@code BuildEvent}
   */
  // Never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Sample(long number, byte[] bytes) {}

  /** Takes a sample for whoever is ready. */
  void sampled(byte[] bytes) {
    var before = sample;
    sample = new Sample(before == null ? 1 : before.number() + 1, bytes);
    watchers.forEach(Watcher::schedule);
  }

  /** Something may be new: reads. Returns at once. */
  @Override
  public void wake() {
    if (!ended) {
      turn.request();
    }
  }

  @Override
  public void gone() {
    watchers.forEach(watcher -> watcher.dismiss(Refusal.notFound(build.name())));
  }

  /** Reads again if the last read failed. */
  void retry() {
    if (failed) {
      wake();
    }
  }

  /** A watcher that reads for itself has come so far: there is something to read here too. */
  void passedBy(Cursor cursor) {
    var here = head;
    if (here == null
        || cursor.sequence() > here.sequence()
        || (withLogs && cursor.offset() > here.offset())) {
      wake();
    }
  }

  /** A watcher took everything before this position of the ring. */
  void took(long position) {
    foremost.accumulateAndGet(position, Math::max);
    if (paused && !ring.isFarAhead(position)) {
      wake();
    }
  }

  private static void start(Runnable work) {
    Thread.ofVirtual().name("feed-", 0).start(work);
  }

  private boolean read() {
    try {
      var at = head;
      if (at == null) {
        at = begin();
      }
      paused = false;
      var read = history.read(build, withLogs, at, this::take);
      head = read.cursor();
      failed = false;
      paused = read.outcome() == Outcome.FULL;
      // In this order: who sees the end and nothing more in the ring has seen all.
      ended = read.outcome() == Outcome.ALL && read.cursor().state().ended();
      if (read.outcome() == Outcome.MORE || (paused && !ring.isFarAhead(foremost.get()))) {
        turn.request();
      }
    } catch (Refusal refusal) {
      refused(refusal);
    } catch (RuntimeException e) {
      if (!failed) {
        log.warn("{} cannot be read for its watchers, tries again: {}", build, e.toString());
      }
      failed = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watchers.forEach(Watcher::schedule);
    return true;
  }

  private Cursor begin() throws InterruptedException {
    var end = history.end(build, withLogs);
    var start = end.sequence() <= SHORT_EVENTS && end.offset() <= SHORT_LOG ? Cursor.START : end;
    ring.restart(start.sequence(), start.offset());
    return start;
  }

  /** The build is not there any more, or part of its events is not. */
  private void refused(Refusal refusal) {
    if (refusal.kind() instanceof Refusal.Kind.NotKept kind) {
      // Whoever needs what lies before reads for itself, and is told.
      var before = head;
      var at = before == null ? Cursor.START : before;
      head = new Cursor(kind.oldest() - 1, at.offset(), at.state());
      ring.restart(kind.oldest() - 1, at.offset());
      turn.request();
    } else {
      watchers.forEach(watcher -> watcher.dismiss(refusal));
    }
  }

  private boolean take(Message message) {
    if (ring.isFarAhead(foremost.get())) {
      return false;
    }
    ring.add(message);
    return true;
  }
}
