package dev.slipway.cli.outcome;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns the status of a refused call into a {@link Problem}: its message, each violation on a line,
 * the next step.
 */
public final class StatusText {
  private StatusText() {}

  /**
   * The problem that {@code error} stands for.
   *
   * @param error a StatusException or StatusRuntimeException, or anything with one as a cause
   * @param target the coordinator that was asked, as people know it
   */
  public static Problem problem(Throwable error, String target) {
    Status status = Status.fromThrowable(error);
    com.google.rpc.Status sent = StatusProto.fromThrowable(error);
    List<Any> details = sent == null ? List.of() : sent.getDetailsList();
    return new Problem(error, exit(status.getCode()), lines(status, details, target));
  }

  private static List<String> lines(Status status, List<Any> details, String target) {
    if (details.stream().anyMatch(detail -> detail.is(QuotaFailure.class))) {
      return List.of(ExhaustedText.line(reason(status), details));
    }
    List<String> lines = new ArrayList<>();
    lines.add(headline(status, target));
    details.forEach(detail -> lines.addAll(lines(detail)));
    String next = nextStep(status, details);
    if (next != null) {
      lines.add(next);
    }
    return lines;
  }

  private static String headline(Status status, String target) {
    return status.getCode() == Status.Code.UNAVAILABLE
        ? "the coordinator at " + target + " does not answer: " + reason(status)
        : status.getCode() + ": " + reason(status);
  }

  /**
   * What a status says in a sentence; for a broken connection what the operating system said,
   * because gRPC itself says no more than "io exception".
   */
  public static String reason(Status status) {
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof IOException && cause.getMessage() != null) {
      return cause
          .getMessage()
          .replaceFirst("^\\w+\\(\\.\\.\\) failed[^:]*: ", ""); // Netty's system call.
    }
    return status.getDescription() == null ? "no description" : status.getDescription();
  }

  private static List<String> lines(Any detail) {
    try {
      if (detail.is(BadRequest.class)) {
        return detail.unpack(BadRequest.class).getFieldViolationsList().stream()
            .map(violation -> "  " + violation.getField() + ": " + violation.getDescription())
            .toList();
      }
      if (detail.is(PreconditionFailure.class)) {
        return detail.unpack(PreconditionFailure.class).getViolationsList().stream()
            .map(violation -> "  " + violation.getSubject() + ": " + violation.getDescription())
            .toList();
      }
      if (detail.is(RetryInfo.class)) {
        return List.of(
            "  try again in "
                + Durations.toSeconds(detail.unpack(RetryInfo.class).getRetryDelay())
                + " s");
      }
      return List.of();
    } catch (InvalidProtocolBufferException unreadable) {
      return List
          .of(); // The status itself is enough to go on; a detail that cannot be read adds nothing.
    }
  }

  private static @Nullable String nextStep(Status status, List<Any> details) {
    return switch (status.getCode()) {
      case UNAVAILABLE -> "start one with `slipway up`, or name one with --server HOST:PORT";
      case NOT_FOUND -> whereToLook(reason(status));
      case ALREADY_EXISTS ->
          isRequestIdTaken(details)
              ? "the request id was used for another build: leave --request-id out or take a new"
                  + " one"
              : null;
      case UNIMPLEMENTED ->
          "the coordinator is older than this command line: start it again with `slipway up`";
      case INTERNAL, UNKNOWN, DATA_LOSS -> "the coordinator's log says more";
      default -> null;
    };
  }

  // The message begins with the name of what is missing, or of what it would belong to.
  private static @Nullable String whereToLook(String message) {
    if (message.contains("/builds/")) {
      return "`slipway list` shows the builds there are";
    }
    return Stream.of("chat", "project", "tenant")
        .filter(kind -> message.contains(kind + "s/"))
        .findFirst()
        .map(kind -> "`slipway " + kind + " list` shows the " + kind + "s there are")
        .orElse(null);
  }

  // Without details it is an older coordinator, which refused nothing else so.
  private static boolean isRequestIdTaken(List<Any> details) {
    return details.stream()
        .filter(detail -> detail.is(ErrorInfo.class))
        .map(StatusText::errorReason)
        .allMatch("REQUEST_ID_TAKEN"::equals);
  }

  private static String errorReason(Any detail) {
    try {
      return detail.unpack(ErrorInfo.class).getReason();
    } catch (InvalidProtocolBufferException unreadable) {
      return "";
    }
  }

  private static ExitCode exit(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT, OUT_OF_RANGE -> ExitCode.USAGE;
      case UNAVAILABLE, DEADLINE_EXCEEDED -> ExitCode.UNREACHABLE;
      default -> ExitCode.REFUSED;
    };
  }
}
