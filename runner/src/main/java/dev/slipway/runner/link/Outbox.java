package dev.slipway.runner.link;

import dev.slipway.runner.spool.Spool;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Log;
import dev.slipway.runner.v1.Result;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be said, in the only order the protocol allows: an event after the log bytes
 * that were printed before it, the result after everything. Not thread-safe; {@link Link} guards
 * it.
 */
final class Outbox {
  private static final int LOG_BYTES_MAX = 64 * 1024;

  /**
   * Events waiting to be sent. Steps give a few each and warnings are counted, so only a bug gets
   * here.
   */
  private static final int EVENTS_MAX = 1000;

  private final Spool spool;
  private final Deque<Event> events = new ArrayDeque<>();
  private @Nullable Result result;
  private long lastSeq;
  private long logSent;

  Outbox(Spool spool) {
    this.spool = spool;
  }

  void add(Event.Builder event) {
    if (events.size() >= EVENTS_MAX) {
      throw new IllegalStateException(EVENTS_MAX + " events wait to be sent");
    }
    events.add(event.setSeq(++lastSeq).setLogOffset(spool.size()).build());
  }

  /** Adds the last word. Returns its seq. */
  long add(Result.Builder last) {
    result = last.setSeq(++lastSeq).setLogSize(spool.size()).build();
    return lastSeq;
  }

  /** The next message, removed; null when there is nothing to say now. */
  @Nullable ConnectRequest next() throws IOException {
    Event event = events.peek();
    long logUntil = event == null ? spool.size() : event.getLogOffset();
    if (logSent < logUntil) {
      return ConnectRequest.newBuilder().setLog(log(logUntil)).build();
    }
    if (event != null) {
      events.remove();
      return ConnectRequest.newBuilder().setEvent(event).build();
    }
    if (result != null) {
      ConnectRequest last = ConnectRequest.newBuilder().setResult(result).build();
      result = null;
      return last;
    }
    return null;
  }

  private Log log(long until) throws IOException {
    byte[] bytes = spool.read(logSent, (int) Math.min(LOG_BYTES_MAX, until - logSent));
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    Log log =
        Log.newBuilder()
            .setOffset(logSent)
            .setData(com.google.protobuf.UnsafeByteOperations.unsafeWrap(bytes))
            .setCrc32C((int) crc.getValue())
            .build();
    logSent += bytes.length;
    return log;
  }
}
