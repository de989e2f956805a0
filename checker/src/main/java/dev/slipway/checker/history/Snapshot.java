package dev.slipway.checker.history;

import java.util.Arrays;

/**
 * Which transactions had committed at one moment: Postgres' {@code pg_current_snapshot()}. The
 * snapshots of one server are a chain: a later one sees all that an earlier one saw.
 *
 * @param oldest every transaction below it had ended (xmin)
 * @param next no transaction from it on had begun (xmax)
 * @param running those in between that had not ended, ascending (xip)
 */
public record Snapshot(long oldest, long next, long[] running) {

  /** Before everything: sees nothing. */
  public static final Snapshot NOTHING = new Snapshot(0, 0, new long[0]);

  /**
   * Reads Postgres' form, {@code xmin:xmax:xip,xip,…}.
   *
   * @throws IllegalArgumentException when it is not of that form
   */
  public static Snapshot parse(String text) {
    var parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("\"" + text + "\" is no snapshot (xmin:xmax:xip,…)");
    }
    var running =
        parts[2].isEmpty()
            ? new long[0]
            : Arrays.stream(parts[2].split(",", -1)).mapToLong(Long::parseLong).sorted().toArray();
    return new Snapshot(Long.parseLong(parts[0]), Long.parseLong(parts[1]), running);
  }

  /** Whether the transaction had committed. Only for transactions that did not roll back. */
  public boolean sees(long xid) {
    return xid < oldest || (xid < next && Arrays.binarySearch(running, xid) < 0);
  }

  /** The later one of the two. */
  public static Snapshot later(Snapshot one, Snapshot other) {
    if (one.next != other.next) {
      return one.next > other.next ? one : other;
    }
    return one.running.length <= other.running.length ? one : other;
  }

  /** The earlier one of the two. */
  public static Snapshot earlier(Snapshot one, Snapshot other) {
    return later(one, other) == one ? other : one;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Snapshot that
        && oldest == that.oldest
        && next == that.next
        && Arrays.equals(running, that.running);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(oldest) * 31 + Long.hashCode(next);
  }

  @Override
  public String toString() {
    return oldest + ":" + next + ":" + Arrays.toString(running);
  }
}
