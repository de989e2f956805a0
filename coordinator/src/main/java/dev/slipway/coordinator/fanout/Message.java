package dev.slipway.coordinator.fanout;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.StoredEvent;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.EventKind;
import org.jspecify.annotations.Nullable;

/**
 * What is sent of a stored event or of a piece of log, encoded once for all watchers.
 *
 * @param sequence of the event; 0 for a piece of log
 * @param logStart of the piece's first byte, {@code logEnd} one past its last; 0 for an event
 * @param kind of the event; null for a piece of log
 * @param state the build's, after it
 * @param bytes the {@code BuildEvent}
 */
// Never compared; a list of bytes would be many times as large.
@SuppressWarnings("ArrayRecordComponent")
record Message(
    long sequence,
    long logStart,
    long logEnd,
    @Nullable EventKind kind,
    StateName state,
    byte[] bytes) {

  /** A stored event. */
  static Message of(BuildRef build, StoredEvent event) {
    var message = EventMessages.message(build, event);
    return new Message(event.sequence(), 0, 0, kind(message), event.state(), message.toByteArray());
  }

  /** A piece of log. */
  static Message log(BuildRef build, StateName state, long offset, ByteString data) {
    return new Message(
        0,
        offset,
        offset + data.size(),
        null,
        state,
        EventMessages.log(build, state, offset, data).toByteArray());
  }

  /** Whether it is a piece of log. */
  boolean isLog() {
    return sequence == 0;
  }

  /** The rest of a piece of log, from an offset within it. */
  Message from(BuildRef build, long offset) {
    try {
      var data = BuildEvent.parseFrom(bytes).getLog().getData();
      return log(build, state, offset, data.substring((int) (offset - logStart)));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message of our own cannot be read", e);
    }
  }

  private static EventKind kind(BuildEvent event) {
    return switch (event.getEventCase()) {
      case STEP_STARTED, STEP_FINISHED -> EventKind.EVENT_KIND_STEP;
      case WARNING -> EventKind.EVENT_KIND_WARNING;
      case ARTIFACT_READY, PREVIEW_READY, SOURCE_RESOLVED -> EventKind.EVENT_KIND_OUTPUT;
      case RESOURCE_SAMPLE -> EventKind.EVENT_KIND_SAMPLE;
      case STATE_CHANGED, ATTEMPT_LOST, PRIORITY_CHANGED, LOG, HEARTBEAT, SNAPSHOT, EVENT_NOT_SET ->
          EventKind.EVENT_KIND_STATE;
    };
  }
}
