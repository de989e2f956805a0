package dev.slipway.cli.outcome;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    List<String> lines = new ArrayList<>();
    lines.add(headline(status, target));
    com.google.rpc.Status details = StatusProto.fromThrowable(error);
    if (details != null) {
      details.getDetailsList().forEach(detail -> lines.addAll(lines(detail)));
    }
    String next = nextStep(status.getCode());
    if (next != null) {
      lines.add(next);
    }
    return new Problem(error, exit(status.getCode()), lines);
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
      if (detail.is(QuotaFailure.class)) {
        return detail.unpack(QuotaFailure.class).getViolationsList().stream()
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

  private static @Nullable String nextStep(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE -> "start one with `slipway up`, or name one with --server HOST:PORT";
      case NOT_FOUND -> "`slipway list` shows the builds there are";
      case ALREADY_EXISTS ->
          "the request id was used for another build: leave --request-id out or take a new one";
      case UNIMPLEMENTED ->
          "the coordinator is older than this command line: start it again with `slipway up`";
      case INTERNAL, UNKNOWN, DATA_LOSS -> "the coordinator's log says more";
      default -> null;
    };
  }

  private static ExitCode exit(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT, OUT_OF_RANGE -> ExitCode.USAGE;
      case UNAVAILABLE, DEADLINE_EXCEEDED -> ExitCode.UNREACHABLE;
      default -> ExitCode.REFUSED;
    };
  }
}
