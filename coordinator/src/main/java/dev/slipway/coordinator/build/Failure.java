package dev.slipway.coordinator.build;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a build or an attempt did not succeed, for people and for programs.
 *
 * @param reason from the closed list
 * @param message one sentence: what happened, with the value and the limit
 * @param hint one sentence: what to do next; may be empty
 * @param step the step that failed; empty when none had started
 * @param exitCode the step's exit code, 128 + n for signal n; null when no command ended
 * @param lastLines the last lines that the step printed, at most 20
 */
@Serdeable
public record Failure(
    Reason reason,
    String message,
    String hint,
    String step,
    @Nullable Integer exitCode,
    List<String> lastLines) {

  public Failure {
    lastLines = List.copyOf(lastLines);
  }

  /** A failure that has no step. */
  public static Failure of(Reason reason, String message, String hint) {
    return new Failure(reason, message, hint, "", null, List.of());
  }

  /** Whose turn it is. */
  public Fault fault() {
    return reason.fault;
  }

  /** Whose turn it is to do something. */
  public enum Fault {
    /** The build's author: change the source or the request. */
    USER,
    /** The platform: the same build may succeed when tried again. */
    PLATFORM,
    /** The limits: it did not get its turn in time. */
    QUOTA,
    /** Nobody: it was given up on purpose. */
    CANCELLED
  }

  /** The closed list, with the one fault each has. The protocol's enum has the same names. */
  public enum Reason {
    STEP_FAILED(Fault.USER),
    INVALID_SOURCE(Fault.USER),
    BUILD_TIMEOUT(Fault.USER),
    STEP_TIMEOUT(Fault.USER),
    STALLED(Fault.USER),
    STARTUP_TIMEOUT(Fault.PLATFORM),
    RUNNER_LOST(Fault.PLATFORM),
    RUNNER_PROTOCOL(Fault.PLATFORM),
    CONFIG_ERROR(Fault.USER),
    STORE_FULL(Fault.PLATFORM),
    COORDINATOR_ERROR(Fault.PLATFORM),
    QUEUE_TTL_EXPIRED(Fault.QUOTA),
    SUPERSEDED(Fault.CANCELLED),
    PREEMPTED(Fault.PLATFORM);

    private final Fault fault;

    Reason(Fault fault) {
      this.fault = fault;
    }
  }
}
