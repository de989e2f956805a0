package dev.slipway.runner.spool;

import dev.slipway.runner.redact.Redaction;
import dev.slipway.runner.redact.Redactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one step prints, on its way into the spool, without its secrets: its head as it comes; of
 * what is over the head only the tail, written when the step ends, with a marker between that says
 * how many bytes are missing. What may be the beginning of a secret is held back until it is known.
 */
public final class StepOutput {
  private static final int LAST_LINES_BYTES = 4096;

  private final Spool spool;
  private final Redaction redaction;
  private final Redactor redactor;
  private final HeadRoom room;
  private final Tail tail;
  private final Tail lastBytes = new Tail(LAST_LINES_BYTES);
  private long headLeft;
  private long headKept;
  private @Nullable IOException refused;

  /**
   * @param redaction what must not be seen
   * @param headBytes kept from the beginning
   * @param tailBytes kept from the end, in memory until the step ends
   */
  public StepOutput(Spool spool, Redaction redaction, long headBytes, long tailBytes) {
    this(spool, redaction, new HeadRoom(0), headBytes, tailBytes);
  }

  /**
   * As above.
   *
   * @param room that the heads of all steps share
   */
  public StepOutput(
      Spool spool, Redaction redaction, HeadRoom room, long headBytes, long tailBytes) {
    this.spool = spool;
    this.redaction = redaction;
    this.redactor = redaction.to(this::keep);
    this.room = room;
    this.headLeft = headBytes;
    this.tail = new Tail((int) Math.min(tailBytes, Integer.MAX_VALUE - 8));
  }

  /** Takes the first {@code length} bytes of {@code bytes}. Never fails: see {@link #refused}. */
  public synchronized void write(byte[] bytes, int length) {
    redactor.write(bytes, length);
  }

  /** What must not be seen of the step. */
  public Redaction redaction() {
    return redaction;
  }

  private void keep(byte[] bytes, int length) {
    lastBytes.write(bytes, 0, length);
    int fits = (int) Math.min(length, headLeft);
    int head = room.take(fits);
    headKept += head;
    append(bytes, head);
    headLeft = head < fits ? 0 : headLeft - head;
    tail.write(bytes, head, length - head);
  }

  /** Adds a line of the runner's own. */
  public void say(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    write(bytes, bytes.length);
  }

  /**
   * Writes what was held back. Call once, when the step has ended.
   *
   * @return how many bytes were left out
   */
  public synchronized long finish() {
    redactor.finish();
    byte[] kept = tail.bytes();
    long dropped = tail.total() - kept.length;
    if (dropped > 0) {
      byte[] marker =
          String.format(Locale.ROOT, "\n[slipway: %,d bytes of output left out]\n", dropped)
              .getBytes(StandardCharsets.UTF_8);
      append(marker, marker.length);
    }
    append(kept, kept.length);
    return dropped;
  }

  /** Bytes kept from the beginning. */
  public synchronized long headBytes() {
    return headKept;
  }

  /** The last lines printed, at most 20 and 4 KiB. Call it when the step has ended. */
  public synchronized List<String> lastLines() {
    redactor.finish();
    return LastLines.of(lastBytes.bytes(), lastBytes.total() > LAST_LINES_BYTES);
  }

  /** Why the disk took no more; null when it took everything. */
  public synchronized @Nullable IOException refused() {
    return refused;
  }

  private void append(byte[] bytes, int length) {
    if (refused != null || length == 0) {
      return;
    }
    try {
      spool.append(bytes, length);
    } catch (IOException e) {
      refused = e; // The command must not block on a full pipe: what follows is read and dropped.
    }
  }
}
