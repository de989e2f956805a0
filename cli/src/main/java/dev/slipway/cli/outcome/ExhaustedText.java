package dev.slipway.cli.outcome;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A refusal for lack of room, on one line: what is full, and when to try again. */
final class ExhaustedText {
  private ExhaustedText() {}

  /**
   * The line.
   *
   * @param message the status's own
   * @param details what came with it; those that cannot be read add nothing
   */
  static String line(String message, List<Any> details) {
    // The status often says the same as its only violation.
    Set<String> parts = new LinkedHashSet<>(List.of(message));
    details.stream()
        .flatMap(ExhaustedText::violations)
        .filter(violation -> !message.contains(violation.getDescription()))
        .map(violation -> violation.getSubject() + ": " + violation.getDescription())
        .forEach(parts::add);
    String again =
        details.stream()
            .map(ExhaustedText::again)
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("");
    return "RESOURCE_EXHAUSTED: " + String.join("; ", parts) + again;
  }

  private static Stream<QuotaFailure.Violation> violations(Any detail) {
    try {
      return detail.is(QuotaFailure.class)
          ? detail.unpack(QuotaFailure.class).getViolationsList().stream()
          : Stream.of();
    } catch (InvalidProtocolBufferException unreadable) {
      return Stream.of();
    }
  }

  private static String again(Any detail) {
    try {
      return detail.is(RetryInfo.class)
          ? "; try again in " + delay(detail.unpack(RetryInfo.class))
          : "";
    } catch (InvalidProtocolBufferException unreadable) {
      return "";
    }
  }

  // In whole seconds, rounded up: a moment too early is refused again.
  private static String delay(RetryInfo info) {
    long seconds = (Durations.toMillis(info.getRetryDelay()) + 999) / 1000;
    return seconds < 120 ? seconds + " s" : (seconds + 59) / 60 + " min";
  }
}
