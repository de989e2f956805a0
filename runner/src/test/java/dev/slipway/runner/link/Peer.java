package dev.slipway.runner.link;

import dev.slipway.runner.coordinator.Plans;
import dev.slipway.runner.v1.Ack;
import dev.slipway.runner.v1.BeatAck;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.ConnectResponse;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Log;
import dev.slipway.runner.v1.Nack;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Welcome;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A coordinator in memory that takes nothing out of order: what it has not committed goes with the
 * stream, what is damaged or missing it asks for again.
 */
final class Peer {
  private final List<Event> events = new ArrayList<>();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<Result> results = new ArrayList<>();
  private Consumer<ConnectResponse> out = said -> {};
  private Result result;
  private long committedSeq;
  private int committedLog;
  private boolean nacked;
  private boolean eventFirst;

  /** A new stream, whose answers go to {@code out}. */
  void begin(Consumer<ConnectResponse> out) {
    this.out = out;
    nacked = false;
    eventFirst = false;
  }

  void take(ConnectRequest said) {
    switch (said.getMessageCase()) {
      case HELLO -> {
        forget();
        out.accept(
            ConnectResponse.newBuilder()
                .setWelcome(
                    Welcome.newBuilder()
                        .setPlan(Plans.shell("true"))
                        .setProtocol(2)
                        .setBeatInterval(Plans.millis(500))
                        .setAck(committed()))
                .build());
      }
      case EVENT -> take(said.getEvent());
      case LOG -> take(said.getLog());
      case RESULT -> take(said.getResult());
      case BEAT ->
          out.accept(
              ConnectResponse.newBuilder()
                  .setBeatAck(BeatAck.newBuilder().setNumber(said.getBeat().getNumber()))
                  .build());
      case SAMPLE, MESSAGE_NOT_SET -> {}
    }
  }

  private void take(Event event) {
    if (event.getSeq() <= events.size()) {
      return;
    }
    if (event.getSeq() > events.size() + 1 || event.getLogOffset() != log.size()) {
      miss();
      return;
    }
    nacked = false;
    eventFirst = false;
    events.add(event);
  }

  private void take(Log piece) {
    byte[] data = piece.getData().toByteArray();
    CRC32C crc = new CRC32C();
    crc.update(data);
    int known = (int) (log.size() - piece.getOffset());
    if (eventFirst || known < 0 || (int) crc.getValue() != piece.getCrc32C()) {
      miss();
    } else if (known < data.length) {
      nacked = false;
      log.write(data, known, data.length - known);
    }
  }

  private void take(Result said) {
    CRC32C crc = new CRC32C();
    crc.update(log.toByteArray());
    if (said.getSeq() != events.size() + 1
        || said.getLogSize() != log.size()
        || said.getLogCrc32C() != (int) crc.getValue()) {
      miss();
      return;
    }
    result = said;
  }

  private void miss() {
    if (!nacked) {
      nack();
    }
  }

  /** Forgets what is not committed and asks for it. */
  void nack() {
    // What is under way still may begin at the right byte, though an event before it was forgotten.
    eventFirst |=
        events.size() > committedSeq
            && events.get((int) committedSeq).getLogOffset() == committedLog;
    nacked = true;
    forget();
    out.accept(
        ConnectResponse.newBuilder()
            .setNack(Nack.newBuilder().setEventSeq(committedSeq + 1).setLogOffset(committedLog))
            .build());
  }

  /** Commits what came, then acks it. */
  void commit() {
    committedLog = log.size();
    committedSeq = Math.max(committedSeq, events.size());
    if (result != null && committedSeq < result.getSeq()) {
      results.add(result);
      committedSeq = result.getSeq();
    }
    out.accept(ConnectResponse.newBuilder().setAck(committed()).build());
  }

  private void forget() {
    while (events.size() > committedSeq) {
      events.removeLast();
    }
    byte[] kept = Arrays.copyOf(log.toByteArray(), committedLog);
    log.reset();
    log.writeBytes(kept);
    if (results.isEmpty()) {
      result = null;
    }
  }

  private Ack committed() {
    return Ack.newBuilder().setEventSeq(committedSeq).setLogSize(committedLog).build();
  }

  List<Event> events() {
    return events;
  }

  byte[] log() {
    return log.toByteArray();
  }

  /** Each that was committed. */
  List<Result> results() {
    return results;
  }
}
