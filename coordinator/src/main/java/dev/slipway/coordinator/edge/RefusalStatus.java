package dev.slipway.coordinator.edge;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Refusal.Kind;
import java.util.Map;

/** Each refusal as a {@code google.rpc.Status} (AIP-193). Pure. */
final class RefusalStatus {
  private static final String DOMAIN = "slipway.dev";

  /** How soon it makes sense to look whether there is room again. */
  private static final Duration ROOM_AGAIN = Duration.newBuilder().setSeconds(10).build();

  private static final Duration SOON = Duration.newBuilder().setSeconds(1).build();

  // An answer's message and details stand in headers, of which clients take 8 KiB in all; what is
  // quoted in them may be as long as a request. UTF-8 bytes: a header needs up to 3 for one of the
  // message, and 4 for 3 of the details.
  private static final int MESSAGE_BYTES_MAX = 600;
  private static final int NAME_BYTES_MAX = 300;
  private static final int FIELD_BYTES_MAX = 120;
  private static final int DESCRIPTION_BYTES_MAX = 300;
  private static final int VIOLATIONS_BYTES_MAX = 2_500;

  private RefusalStatus() {}

  static Status of(Refusal refusal) {
    return switch (refusal.kind()) {
      case Kind.BadRequest kind -> badRequest(kind);
      case Kind.NotFound kind ->
          status(Code.NOT_FOUND, kind, "NOT_FOUND", Map.of())
              .addDetails(Any.pack(resource(kind.resource(), kind.message())))
              .build();
      case Kind.AlreadyExists kind ->
          status(Code.ALREADY_EXISTS, kind, "ALREADY_EXISTS", Map.of())
              .addDetails(Any.pack(resource(kind.resource(), kind.message())))
              .build();
      case Kind.RequestIdTaken kind ->
          status(
                  Code.ALREADY_EXISTS,
                  kind,
                  "REQUEST_ID_TAKEN",
                  Map.of("request_id", kind.requestId()))
              .build();
      case Kind.WrongState kind ->
          status(Code.FAILED_PRECONDITION, kind, kind.reason(), Map.of())
              .addDetails(
                  Any.pack(
                      PreconditionFailure.newBuilder()
                          .addViolations(
                              PreconditionFailure.Violation.newBuilder()
                                  .setType(kind.reason())
                                  .setSubject(cut(kind.resource(), NAME_BYTES_MAX))
                                  .setDescription(cut(kind.message(), DESCRIPTION_BYTES_MAX)))
                          .build()))
              .build();
      case Kind.OutOfRange kind ->
          status(Code.OUT_OF_RANGE, kind, "OUT_OF_RANGE", Map.of("field", kind.field())).build();
      case Kind.Damaged kind ->
          status(Code.DATA_LOSS, kind, "DAMAGED", Map.of())
              .addDetails(Any.pack(resource(kind.resource(), kind.message())))
              .build();
      case Kind.NotKept kind ->
          status(
                  Code.OUT_OF_RANGE,
                  kind,
                  "NOT_KEPT",
                  Map.of("field", kind.field(), "oldest_sequence", Long.toString(kind.oldest())))
              .build();
      case Kind.GoOnElsewhere kind ->
          status(Code.UNAVAILABLE, kind, "GO_ON_ELSEWHERE", kind.cursor())
              .addDetails(Any.pack(retry(kind.retryDelay())))
              .build();
      case Kind.Conflict kind ->
          status(Code.ABORTED, kind, "CONFLICT", Map.of())
              .addDetails(Any.pack(resource(kind.resource(), kind.message())))
              .build();
      case Kind.Exhausted kind ->
          status(Code.RESOURCE_EXHAUSTED, kind, "EXHAUSTED", Map.of())
              .addDetails(Any.pack(quota(kind.subject(), kind.message())))
              .addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(ROOM_AGAIN).build()))
              .build();
      case Kind.Busy kind ->
          status(Code.UNAVAILABLE, kind, "BUSY", Map.of("subject", kind.subject()))
              .addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(SOON).build()))
              .build();
      case Kind.QuotaExceeded kind ->
          status(Code.RESOURCE_EXHAUSTED, kind, "QUOTA_EXCEEDED", Map.of())
              .addDetails(Any.pack(quota(kind.subject(), kind.message())))
              .addDetails(Any.pack(retry(kind.retryDelay())))
              .build();
      case Kind.Unauthenticated kind ->
          status(Code.UNAUTHENTICATED, kind, "UNAUTHENTICATED", Map.of()).build();
      case Kind.Forbidden kind ->
          status(Code.PERMISSION_DENIED, kind, "FORBIDDEN", Map.of()).build();
    };
  }

  /** As many violations as fit; how many do not is told. */
  private static Status badRequest(Kind.BadRequest kind) {
    var details = BadRequest.newBuilder();
    int bytes = 0;
    for (var violation : kind.violations()) {
      var said =
          BadRequest.FieldViolation.newBuilder()
              .setField(cut(violation.field(), FIELD_BYTES_MAX))
              .setDescription(cut(violation.description(), DESCRIPTION_BYTES_MAX))
              .build();
      bytes += said.getSerializedSize();
      if (bytes > VIOLATIONS_BYTES_MAX) {
        break;
      }
      details.addFieldViolations(said);
    }
    int left = kind.violations().size() - details.getFieldViolationsCount();
    return status(
            Code.INVALID_ARGUMENT,
            kind,
            "BAD_REQUEST",
            left == 0 ? Map.of() : Map.of("violations_left_out", Integer.toString(left)))
        .addDetails(Any.pack(details.build()))
        .build();
  }

  /** At most so many bytes of UTF-8 and a dot-dot-dot, never half a character. */
  private static String cut(String text, int bytesMax) {
    int bytes = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
      if (bytes > bytesMax) {
        return text.substring(0, at) + "…";
      }
      at += Character.charCount(point);
    }
    return text;
  }

  private static Status.Builder status(
      Code code, Kind kind, String reason, Map<String, String> metadata) {
    return Status.newBuilder()
        .setCode(code.getNumber())
        .setMessage(cut(kind.message(), MESSAGE_BYTES_MAX))
        .addDetails(
            Any.pack(
                ErrorInfo.newBuilder()
                    .setDomain(DOMAIN)
                    .setReason(reason)
                    .putAllMetadata(metadata)
                    .build()));
  }

  private static ResourceInfo resource(String name, String message) {
    return ResourceInfo.newBuilder()
        .setResourceName(cut(name, NAME_BYTES_MAX))
        .setDescription(cut(message, DESCRIPTION_BYTES_MAX))
        .build();
  }

  private static QuotaFailure quota(String subject, String message) {
    return QuotaFailure.newBuilder()
        .addViolations(
            QuotaFailure.Violation.newBuilder()
                .setSubject(cut(subject, NAME_BYTES_MAX))
                .setDescription(cut(message, DESCRIPTION_BYTES_MAX)))
        .build();
  }

  private static RetryInfo retry(java.time.Duration delay) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            Duration.newBuilder().setSeconds(delay.toSeconds()).setNanos(delay.getNano()))
        .build();
  }
}
