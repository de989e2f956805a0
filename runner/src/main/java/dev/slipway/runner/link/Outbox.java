package dev.slipway.runner.link;

import com.google.protobuf.UnsafeByteOperations;
import dev.slipway.runner.spool.Spool;
import dev.slipway.runner.v1.Ack;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Log;
import dev.slipway.runner.v1.Nack;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is not acked, and how far it is sent in the stream of now, in the only order the protocol
 * allows: an event after the log bytes that were printed before it, the result after everything.
 * The log itself stays in the spool, whole. Safe for the steps' thread beside the link's.
 */
final class Outbox {
  /** Events not acked. Steps give a few each and warnings are counted, so only a bug gets here. */
  private static final int EVENTS_MAX = 1000;

  private final Spool spool;
  private final List<Event> unacked = new ArrayList<>();
  private @Nullable Result result;
  private @Nullable Sample sample;
  private long lastSeq;
  private int protocol;
  private long ackedSeq;
  private long ackedLog;
  private long sentSeq;
  private long sentLog;

  Outbox(Spool spool) {
    this.spool = spool;
  }

  synchronized void add(Event.Builder event) {
    if (unacked.size() >= EVENTS_MAX) {
      throw new IllegalStateException(EVENTS_MAX + " events wait for their ack");
    }
    if (event.hasStepFinished()) {
      sample = null;
    }
    unacked.add(event.setSeq(++lastSeq).setLogOffset(spool.size()).build());
  }

  /** Adds the last word: nothing is added or printed after it. */
  synchronized void add(Result.Builder last) {
    if (protocol > 1) {
      last.setLogCrc32C(spool.crc32c());
    }
    result = last.setSeq(++lastSeq).setLogSize(spool.size()).build();
  }

  /** Replaces the sample that is not sent yet. */
  synchronized void replace(Sample newest) {
    sample = newest;
  }

  /** The result that waits for its ack; null when there is none yet. */
  synchronized @Nullable Result result() {
    return result;
  }

  /** Whether something is sent and not acked. */
  synchronized boolean waits() {
    return sentSeq > ackedSeq || sentLog > ackedLog;
  }

  /** Whether the result is committed. */
  synchronized boolean done() {
    return result != null && ackedSeq >= result.getSeq();
  }

  /**
   * A stream of protocol {@code spoken} begins behind {@code committed}.
   *
   * @throws LinkLost when that cannot be: it is not of this runner, or something committed was lost
   */
  synchronized void goOn(Ack committed, int spoken) throws LinkLost {
    if (committed.getEventSeq() < ackedSeq) {
      throw LinkLost.over(
          "the coordinator has events up to "
              + committed.getEventSeq()
              + " and had acked "
              + ackedSeq);
    }
    boolean _ = ack(committed);
    protocol = spoken;
    sentSeq = ackedSeq;
    sentLog = committed.getLogSize();
    ackedLog = committed.getLogSize();
  }

  /** The version that the last Welcome spoke; 0 before the first. */
  synchronized int protocol() {
    return protocol;
  }

  /**
   * Forgets what is committed.
   *
   * @return whether it is more than before
   * @throws LinkLost when it was never said
   */
  synchronized boolean ack(Ack committed) throws LinkLost {
    checkSaid("acked", committed.getEventSeq(), committed.getLogSize());
    boolean more = committed.getEventSeq() > ackedSeq || committed.getLogSize() > ackedLog;
    unacked.removeIf(event -> event.getSeq() <= committed.getEventSeq());
    ackedSeq = Math.max(ackedSeq, committed.getEventSeq());
    ackedLog = Math.max(ackedLog, committed.getLogSize());
    sentSeq = Math.max(sentSeq, ackedSeq);
    sentLog = Math.max(sentLog, ackedLog);
    return more;
  }

  /**
   * Goes back to what {@code missing} asks for.
   *
   * @throws LinkLost when that was acked, or does not exist
   */
  synchronized void goBack(Nack missing) throws LinkLost {
    long seq = missing.getEventSeq() - 1;
    checkSaid("asked for what follows", seq, missing.getLogOffset());
    if (seq < ackedSeq) {
      throw LinkLost.over("event " + (seq + 1) + " was acked and is asked for again");
    }
    sentSeq = seq;
    sentLog = missing.getLogOffset();
  }

  private void checkSaid(String what, long seq, long log) throws LinkLost {
    if (seq < 0 || seq > lastSeq || log < 0 || log > spool.size()) {
      throw LinkLost.over(
          String.format(
              "the coordinator %s event %d and log byte %d; there are %d and %d",
              what, seq, log, lastSeq, spool.size()));
    }
  }

  /** The newest sample, removed; null when there is none, or its step's beginning is not sent. */
  synchronized @Nullable ConnectRequest nextSample() {
    if (sample == null || sentSeq < lastSeq) {
      return null;
    }
    ConnectRequest newest = ConnectRequest.newBuilder().setSample(sample).build();
    sample = null;
    return newest;
  }

  /**
   * The next message; null when there is nothing to say now.
   *
   * @param logBytes how much log it may hold; 0 when log must wait, and what comes after it too
   */
  synchronized @Nullable ConnectRequest next(int logBytes) throws IOException {
    int sent = (int) (sentSeq - ackedSeq);
    Event event = sent < unacked.size() ? unacked.get(sent) : null;
    long logUntil = event == null ? spool.size() : event.getLogOffset();
    if (sentLog < logUntil) {
      return logBytes == 0 ? null : log((int) Math.min(logBytes, logUntil - sentLog));
    }
    if (event != null) {
      sentSeq = event.getSeq();
      return ConnectRequest.newBuilder().setEvent(event).build();
    }
    if (result != null && sentSeq < result.getSeq()) {
      sentSeq = result.getSeq();
      return ConnectRequest.newBuilder().setResult(result).build();
    }
    return null;
  }

  private ConnectRequest log(int length) throws IOException {
    byte[] bytes = spool.read(sentLog, length);
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    Log.Builder log =
        Log.newBuilder()
            .setOffset(sentLog)
            .setData(UnsafeByteOperations.unsafeWrap(bytes))
            .setCrc32C((int) crc.getValue());
    sentLog += bytes.length;
    return ConnectRequest.newBuilder().setLog(log).build();
  }
}
