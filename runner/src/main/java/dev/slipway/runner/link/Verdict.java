package dev.slipway.runner.link;

import io.grpc.Status;

/** What follows the end of one stream. */
sealed interface Verdict {
  /** The result is committed. */
  record Done() implements Verdict {}

  /** Nothing but that the link is gone: connect again. */
  record Again(String why) implements Verdict {}

  /** The end of this attempt. */
  record Lost(LinkLost why) implements Verdict {}

  /** What the end of a call means, as the table of this package says. */
  static Verdict of(Status status) {
    String why = status.getCode() + (status.getDescription() == null ? "" : ": " + text(status));
    return switch (status.getCode()) {
      case INVALID_ARGUMENT, UNAUTHENTICATED, PERMISSION_DENIED ->
          new Lost(LinkLost.over("the coordinator refused the link: " + why));
      case OK -> new Again("the coordinator ended the stream");
      default -> new Again(why);
    };
  }

  private static String text(Status status) {
    Throwable cause = status.getCause();
    return status.getDescription() + (cause == null ? "" : ": " + cause.getMessage());
  }
}
