package dev.slipway.coordinator.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.fanout.Ring.Slot;
import dev.slipway.v1.EventKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whatever is added, read and overrun: each reader sees everything once and in its order. */
class RingTest {
  private final AtomicLong all = new AtomicLong();

  @Property(tries = 500)
  void everyReaderSeesAContiguousRange(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 40) int entries,
      @ForAll @IntRange(min = 1, max = 60) int sizeMax) {
    var random = new Random(seed);
    int bytesMax = 131_072;
    var ring = new Ring(config(entries, bytesMax, 10L * bytesMax), all);
    var store = new ArrayList<Message>();
    var readers = new ArrayList<Reader>();
    ring.restart(0, 0);

    for (int step = 0; step < 300; step++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          var message = next(store, random, sizeMax * 1_000);
          store.add(message);
          ring.add(message);
        }
        case 1 -> readers.add(new Reader(ring, store, random.nextInt(store.size() + 1)));
        default -> {
          if (!readers.isEmpty()) {
            readers.get(random.nextInt(readers.size())).reads(random.nextInt(20));
          }
        }
      }
      assertThat(ring.bytes()).isLessThanOrEqualTo(bytesMax);
    }

    for (var reader : readers) {
      reader.reads(Integer.MAX_VALUE);
      assertThat(reader.seen).isEqualTo(store.subList(reader.from, store.size()));
    }
    ring.close();
    assertThat(all.get()).isZero();
  }

  /** As a watcher does it: from the ring, and behind it from the store. */
  private static final class Reader {
    private final Ring ring;
    private final List<Message> store;
    private final int from;
    private final List<Message> seen = new ArrayList<>();
    private Cursor cursor = Cursor.START;
    private long position = -1;

    Reader(Ring ring, List<Message> store, int from) {
      this.ring = ring;
      this.store = store;
      this.from = from;
      store.subList(0, from).forEach(message -> cursor = cursor.behind(message));
    }

    void reads(int most) {
      for (int i = 0; i < most; i++) {
        if (position < 0) {
          position = ring.enter(cursor.sequence(), cursor.offset());
          if (position < 0) {
            take(store.get(from + seen.size()));
            continue;
          }
        }
        switch (ring.at(position)) {
          case Slot.Head _ -> {
            return;
          }
          case Slot.Overrun _ -> position = -1;
          case Slot.Held held -> {
            position++;
            var message = held.message();
            if (message.isLog()
                ? message.logEnd() > cursor.offset()
                : message.sequence() > cursor.sequence()) {
              take(message);
            }
          }
        }
      }
    }

    private void take(Message message) {
      seen.add(message);
      cursor = cursor.behind(message);
    }
  }

  @Test
  void whenAllRingsAreFullEachKeepsALittle() {
    var config = config(1_000, 1 << 20, 200_000);
    var first = new Ring(config, all);
    var second = new Ring(config, all);
    var store = new ArrayList<Message>();
    for (int i = 0; i < 40; i++) {
      var message = message(i + 1, 10_000);
      store.add(message);
      first.add(message);
      second.add(message);
    }

    assertThat(first.bytes()).isBetween(20_000L, (long) Ring.BYTES_LEAST);
    assertThat(second.bytes()).isBetween(20_000L, (long) Ring.BYTES_LEAST);
    assertThat(all.get()).isEqualTo(first.bytes() + second.bytes());
  }

  @Test
  void aReaderThatStandsStillHoldsTheWriterBack() {
    var ring = new Ring(config(10, 1 << 20, 1 << 20), all);
    for (int i = 0; i < 4; i++) {
      ring.add(message(i + 1, 10));
    }
    assertThat(ring.isFarAhead(0)).isFalse();

    ring.add(message(5, 10));

    assertThat(ring.isFarAhead(0)).isTrue();
    assertThat(ring.isFarAhead(1)).isFalse();
    assertThat(ring.isFarAhead(5)).isFalse();
    ring.add(message(6, 1 << 19));
    assertThat(ring.isFarAhead(5)).isTrue();
  }

  private static Message next(List<Message> store, Random random, int size) {
    var at = Cursor.START;
    for (var message : store) {
      at = at.behind(message);
    }
    int bytes = 1 + random.nextInt(size);
    return random.nextBoolean()
        ? message(at.sequence() + 1, bytes)
        : new Message(
            0, at.offset(), at.offset() + bytes, null, StateName.RUNNING, new byte[bytes]);
  }

  private static Message message(long sequence, int bytes) {
    return new Message(
        sequence, 0, 0, EventKind.EVENT_KIND_STEP, StateName.RUNNING, new byte[bytes]);
  }

  private static FanoutConfig config(int entries, int bytes, long total) {
    return new FanoutConfig(
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        1,
        entries,
        bytes,
        total,
        1,
        Duration.ofSeconds(1),
        false);
  }
}
