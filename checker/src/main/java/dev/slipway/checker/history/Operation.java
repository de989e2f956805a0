package dev.slipway.checker.history;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call that a client made, as the client saw it.
 *
 * @param n the client's own number of it
 * @param kind SUBMIT, CANCEL, RETRY, UPDATE, PAUSE, RESUME or QUOTA
 * @param invoked when it was sent, in nanoseconds of the machine's monotonic clock
 * @param returned when its answer came, on the same clock
 * @param outcome UNKNOWN when no answer came: it may or may not have happened
 * @param requestId the client's key for it; null: none
 * @param build the build that was answered or acted on
 * @param code the gRPC code of a refusal
 */
public record Operation(
    long n,
    String kind,
    long invoked,
    long returned,
    Outcome outcome,
    String tenant,
    @Nullable String requestId,
    @Nullable UUID build,
    @Nullable String code) {

  /** How a call ended for its caller. */
  public enum Outcome {
    OK,
    FAIL,
    UNKNOWN
  }

  /** Whether it asked for a new build. */
  public boolean submits() {
    return kind.equals("SUBMIT");
  }
}
