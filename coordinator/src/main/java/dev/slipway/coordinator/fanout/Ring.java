package dev.slipway.coordinator.fanout;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages of one watched build, in the order in which every watcher gets them, already
 * encoded. One thread adds, any thread reads. Bounded in messages and in bytes: the oldest goes
 * first, and a watcher that was not there yet has to read the store.
 *
 * <p>A message has a position, counted from the ring's beginning. {@code startSequence} and {@code
 * startOffset} say what a watcher must have seen to begin with the oldest message without a gap.
 */
final class Ring {
  /** What a watched build may always count on, however many there are: some pieces of log. */
  static final int BYTES_LEAST = 131_072;

  private final @Nullable Message[] messages;

  /** Bytes that were added before each of them. */
  private final long[] bytesBefore;

  private final int bytesMax;
  private final AtomicLong bytesOfAll;
  private final long bytesOfAllMax;
  private long first;
  private long next;
  private long bytes;
  private long bytesEver;
  private long startSequence;
  private long startOffset;
  private boolean closed;

  /**
   * @param bytesOfAll what all rings hold together, kept up by each of them
   */
  Ring(FanoutConfig config, AtomicLong bytesOfAll) {
    this.messages = new Message[config.ringEntries()];
    this.bytesBefore = new long[config.ringEntries()];
    this.bytesMax = config.ringBytes();
    this.bytesOfAll = bytesOfAll;
    this.bytesOfAllMax = config.ringBytesTotal();
  }

  /** What there is at a position. */
  sealed interface Slot {
    /** The message of the position. */
    record Held(Message message) implements Slot {}

    /** The next message that comes will have this position. */
    record Head() implements Slot {}

    /** The message of the position is not kept any more. */
    record Overrun() implements Slot {}
  }

  private static final Slot HEAD = new Slot.Head();
  private static final Slot OVERRUN = new Slot.Overrun();

  /** Forgets everything: what comes next goes on from this cursor. */
  synchronized void restart(long sequence, long offset) {
    while (first < next) {
      dropOldest();
    }
    startSequence = sequence;
    startOffset = offset;
  }

  /** Adds what comes next. */
  synchronized void add(Message message) {
    if (closed) {
      return;
    }
    int size = message.bytes().length;
    while (first < next && !fits(size)) {
      dropOldest();
    }
    messages[index(next)] = message;
    bytesBefore[index(next)] = bytesEver;
    next++;
    bytes += size;
    bytesEver += size;
    bytesOfAll.addAndGet(size);
  }

  private boolean fits(int size) {
    boolean crowded = bytesOfAll.get() + size > bytesOfAllMax;
    return next - first < messages.length
        && bytes + size <= (crowded ? Math.min(BYTES_LEAST, bytesMax) : bytesMax);
  }

  private void dropOldest() {
    var oldest = message(first);
    messages[index(first)] = null;
    first++;
    bytes -= oldest.bytes().length;
    bytesOfAll.addAndGet(-oldest.bytes().length);
    if (oldest.isLog()) {
      startOffset = oldest.logEnd();
    } else {
      startSequence = oldest.sequence();
    }
  }

  /** What there is at a position that {@link #enter} gave, or one further on. */
  synchronized Slot at(long position) {
    if (position < first) {
      return OVERRUN;
    }
    return position == next ? HEAD : new Slot.Held(message(position));
  }

  /**
   * Where a watcher goes on that has seen so much; it skips what it has seen. -1: what it needs is
   * not kept any more.
   */
  synchronized long enter(long sequence, long offset) {
    return sequence >= startSequence && offset >= startOffset ? first : -1;
  }

  /** Whether half of what it may hold, or more, comes after this position. */
  synchronized boolean isFarAhead(long position) {
    long from = Math.max(position, first);
    return from < next
        && (next - from >= messages.length / 2
            || bytesEver - bytesBefore[index(from)] >= bytesMax / 2);
  }

  /** Bytes of messages that it holds. */
  synchronized long bytes() {
    return bytes;
  }

  /** Gives back what it holds; nothing can be added any more. */
  synchronized void close() {
    restart(startSequence, startOffset);
    closed = true;
  }

  private int index(long position) {
    return (int) (position % messages.length);
  }

  private Message message(long position) {
    var message = messages[index(position)];
    if (message == null) {
      throw new IllegalStateException("no message at " + position);
    }
    return message;
  }
}
