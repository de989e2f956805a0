package dev.slipway.runner.redact;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;

/**
 * One stream of bytes on its way to a sink, without its secrets. What comes out depends only on all
 * that went in, not on how it was cut. Held back is only what may become a secret, at most 12 KiB;
 * one step is taken for each byte. Not for several threads at once.
 */
public final class Redactor {
  private static final byte[] MARK = Redaction.MARK.getBytes(US_ASCII);

  /** Where bytes go. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the first {@code length} bytes, which the caller uses again. */
    void write(byte[] bytes, int length);
  }

  private final Automaton automaton;
  private final Shape[] shapes;
  private final Sink sink;
  private final Cover cover = new Cover();
  private int state = Automaton.ROOT;

  /** A bit for each shape that is active. */
  private int active;

  /** Bytes that were not given on yet, from position {@link #base} on. */
  private byte[] held = new byte[1024];

  private int heldSize;
  private long base;
  private boolean lastSecret;
  private byte[] out = new byte[1024];
  private int outSize;

  Redactor(Automaton automaton, List<Shapes.Kind> kinds, Sink sink) {
    this.automaton = automaton;
    this.shapes = kinds.stream().map(kind -> kind.shape().get()).toArray(Shape[]::new);
    this.sink = sink;
  }

  /** Takes the first {@code length} bytes, and gives on what is certain. */
  public void write(byte[] bytes, int length) {
    if (heldSize + length > held.length) {
      held = Arrays.copyOf(held, Math.max(2 * held.length, heldSize + length));
    }
    System.arraycopy(bytes, 0, held, heldSize, length);
    long position = base + heldSize;
    heldSize += length;
    for (int i = 0; i < length; i++) {
      take(bytes[i] & 0xff, position + i);
    }
    give(heldFrom());
  }

  /** Gives on what is held back. The next byte begins a new stream. */
  public void finish() {
    give(base + heldSize);
    state = Automaton.ROOT;
    active = 0;
    for (Shape shape : shapes) {
      shape.reset();
    }
    lastSecret = false;
  }

  /** How many bytes are held back now. */
  int held() {
    return heldSize;
  }

  private void take(int b, long position) {
    for (int left = active; left != 0; left &= left - 1) {
      int i = Integer.numberOfTrailingZeros(left);
      if (!shapes[i].take(b, position, cover)) {
        active &= ~(1 << i);
      }
    }
    state = automaton.next(state, b);
    for (int at = automaton.ending(state); at >= 0; at = automaton.nextEnding(at)) {
      for (int number : automaton.textAt(at)) {
        found(number, position + 1 - automaton.depth(at), position + 1);
      }
    }
  }

  private void found(int number, long start, long end) {
    if (number == Redaction.VALUE) {
      cover.add(start, end);
      return;
    }
    Shape shape = shapes[number / 2];
    if (number % 2 == 0) {
      shape.begin(start, end);
    }
    if (shape instanceof Pem pem) {
      if (number % 2 == 0) {
        pem.cover(cover);
      } else {
        pem.end();
      }
    }
    active = shape.active() ? active | 1 << number / 2 : active & ~(1 << number / 2);
  }

  /** From which position on it is not certain yet what is secret. */
  private long heldFrom() {
    long from = base + heldSize - automaton.depth(state);
    for (int left = active; left != 0; left &= left - 1) {
      from = Math.min(from, shapes[Integer.numberOfTrailingZeros(left)].heldFrom());
    }
    return from;
  }

  /** Gives on what comes before {@code certain}, and what is known to be secret right after it. */
  private void give(long certain) {
    outSize = 0;
    long end = base + heldSize;
    long at = base;
    while (at < end) {
      boolean secret = cover.holds(at);
      if (at >= certain && !secret) {
        break;
      }
      long next = cover.change(at, secret ? end : certain);
      if (!secret) {
        put(held, (int) (at - base), (int) (next - at));
      } else if (!lastSecret) {
        put(MARK, 0, MARK.length);
      }
      lastSecret = secret;
      at = next;
    }
    int given = (int) (at - base);
    heldSize -= given;
    System.arraycopy(held, given, held, 0, heldSize);
    base = at;
    if (outSize > 0) {
      sink.write(out, outSize);
    }
  }

  private void put(byte[] bytes, int from, int length) {
    if (outSize + length > out.length) {
      out = Arrays.copyOf(out, Math.max(2 * out.length, outSize + length));
    }
    System.arraycopy(bytes, from, out, outSize, length);
    outSize += length;
  }
}
