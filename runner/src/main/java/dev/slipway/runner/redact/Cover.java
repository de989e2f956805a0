package dev.slipway.runner.redact;

import java.util.Arrays;

/**
 * Which bytes are secret: intervals that do not touch, in order. Each new one ends where the stream
 * is now, so that only the last ones can meet it.
 */
final class Cover {
  private long[] starts = new long[8];
  private long[] ends = new long[8];
  private int first;
  private int size;

  /** Adds the bytes from {@code start} to before {@code end}, which is behind all before. */
  void add(long start, long end) {
    long from = start;
    long to = end;
    while (size > first && ends[size - 1] >= from) {
      size--;
      from = Math.min(from, starts[size]);
      to = Math.max(to, ends[size]);
    }
    if (size == starts.length) {
      grow();
    }
    starts[size] = from;
    ends[size++] = to;
  }

  /** Whether this byte is secret; positions are asked for in order. */
  boolean holds(long position) {
    forget(position);
    return size > first && starts[first] <= position;
  }

  /** The next position at or after this one at which that changes, at most {@code most}. */
  long change(long position, long most) {
    forget(position);
    if (size == first) {
      return most;
    }
    return Math.min(most, starts[first] <= position ? ends[first] : starts[first]);
  }

  /** An interval that ends where the stream is may still grow, so its end is kept. */
  private void forget(long position) {
    while (size > first && ends[first] <= position) {
      first++;
    }
    if (first == size) {
      first = 0;
      size = 0;
    }
  }

  private void grow() {
    if (first > 0) {
      System.arraycopy(starts, first, starts, 0, size - first);
      System.arraycopy(ends, first, ends, 0, size - first);
      size -= first;
      first = 0;
    } else {
      starts = Arrays.copyOf(starts, 2 * starts.length);
      ends = Arrays.copyOf(ends, 2 * ends.length);
    }
  }
}
