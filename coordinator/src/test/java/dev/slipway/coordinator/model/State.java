package dev.slipway.coordinator.model;

import java.time.Instant;

/**
 * Where a build is, and by which way it may leave: product.md §2 and §4 once more.
 *
 * @param hold why it is HELD, and {@code until} when; "" and null otherwise
 * @param stop CANCEL, FAIL or REQUEUE while it is STOPPING; else ""
 * @param started whether an attempt of it ever ran
 * @param sequence of its last event
 */
record State(
    String phase,
    int attempts,
    int losses,
    String hold,
    Instant until,
    String stop,
    String reason,
    int by,
    boolean started,
    boolean deadLetter,
    long sequence) {
  static final int LOSSES_MAX = 3;

  static State first(String hold, Instant until) {
    var phase = hold.isEmpty() ? "QUEUED" : "HELD";
    return new State(phase, 0, 0, hold, until, "", "", 0, false, false, 1);
  }

  boolean waiting() {
    return phase.equals("HELD") || phase.equals("QUEUED");
  }

  boolean active() {
    return phase.equals("STARTING") || phase.equals("RUNNING") || phase.equals("STOPPING");
  }

  boolean ended() {
    return !waiting() && !active();
  }

  boolean mayStop() {
    return phase.equals("STARTING") || phase.equals("RUNNING");
  }

  /** Null when it cannot happen. */
  State after(Happening what) {
    return switch (what.kind()) {
      case LEASED -> phase.equals("QUEUED") ? to("STARTING").with(attempts + 1, losses) : null;
      case CLAIMED -> phase.equals("STARTING") ? to("RUNNING").begun() : null;
      case SUCCEEDED -> phase.equals("RUNNING") ? to("SUCCEEDED") : null;
      case FAILED -> phase.equals("RUNNING") ? to("FAILED").because("STEP_FAILED", 0) : null;
      case RELEASED -> phase.equals("HELD") ? to("QUEUED") : null;
      case PRIORITY_CHANGED -> waiting() ? same() : null;
      case EXPIRED -> waiting() ? to("FAILED").because("QUEUE_TTL_EXPIRED", 0) : null;
      case CANCELLED -> given("", 0);
      case SUPERSEDED -> given("SUPERSEDED", what.by());
      case OVERDUE -> mayStop() ? stopping("FAIL").because(what.reason(), 0) : null;
      case DRAINED -> mayStop() ? stopping("REQUEUE") : null;
      case LOST, LOST_UNCOUNTED -> gone(what);
    };
  }

  /** Somebody gives it up. */
  private State given(String why, int superseding) {
    if (waiting()) {
      return to("CANCELLED").because(why, superseding);
    }
    return mayStop() || stop.equals("REQUEUE")
        ? stopping("CANCEL").because(why, superseding)
        : null;
  }

  private State gone(Happening what) {
    if (phase.equals("STOPPING")) {
      return switch (stop) {
        case "CANCEL" -> to("CANCELLED");
        case "FAIL" -> to("FAILED");
        default -> to("QUEUED");
      };
    }
    if (!mayStop()) {
      return null;
    }
    if (what.kind() == Happening.Kind.LOST_UNCOUNTED) {
      return to("QUEUED");
    }
    return losses + 1 == LOSSES_MAX
        ? to("FAILED").because("RUNNER_LOST", 0).with(attempts, losses + 1).dead(true)
        : to("HELD").with(attempts, losses + 1).until("BACKOFF", what.until());
  }

  private State to(String next) {
    return new State(
        next, attempts, losses, "", null, "", reason, by, started, deadLetter, sequence + 1);
  }

  private State same() {
    return new State(
        phase, attempts, losses, hold, until, stop, reason, by, started, deadLetter, sequence + 1);
  }

  private State stopping(String how) {
    return new State(
        "STOPPING", attempts, losses, "", null, how, reason, by, started, deadLetter, sequence + 1);
  }

  private State because(String why, int superseding) {
    return new State(
        phase,
        attempts,
        losses,
        hold,
        until,
        stop,
        why,
        superseding,
        started,
        deadLetter,
        sequence);
  }

  private State with(int newAttempts, int newLosses) {
    return new State(
        phase,
        newAttempts,
        newLosses,
        hold,
        until,
        stop,
        reason,
        by,
        started,
        deadLetter,
        sequence);
  }

  private State begun() {
    return new State(
        phase, attempts, losses, hold, until, stop, reason, by, true, deadLetter, sequence);
  }

  /** The mark of a dead letter is no event. */
  State dead(boolean mark) {
    return new State(
        phase, attempts, losses, hold, until, stop, reason, by, started, mark, sequence);
  }

  /** Nor is another end of the same hold. */
  State until(String newHold, Instant newUntil) {
    return new State(
        phase,
        attempts,
        losses,
        newHold,
        newUntil,
        stop,
        reason,
        by,
        started,
        deadLetter,
        sequence);
  }
}
