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

  private RefusalStatus() {}

  static Status of(Refusal refusal) {
    return switch (refusal.kind()) {
      case Kind.BadRequest kind -> badRequest(kind);
      case Kind.NotFound kind ->
          status(Code.NOT_FOUND, kind, "NOT_FOUND", Map.of())
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
                                  .setSubject(kind.resource())
                                  .setDescription(kind.message()))
                          .build()))
              .build();
      case Kind.OutOfRange kind ->
          status(Code.OUT_OF_RANGE, kind, "OUT_OF_RANGE", Map.of("field", kind.field())).build();
      case Kind.Conflict kind ->
          status(Code.ABORTED, kind, "CONFLICT", Map.of())
              .addDetails(Any.pack(resource(kind.resource(), kind.message())))
              .build();
      case Kind.Exhausted kind ->
          status(Code.RESOURCE_EXHAUSTED, kind, "EXHAUSTED", Map.of())
              .addDetails(
                  Any.pack(
                      QuotaFailure.newBuilder()
                          .addViolations(
                              QuotaFailure.Violation.newBuilder()
                                  .setSubject(kind.subject())
                                  .setDescription(kind.message()))
                          .build()))
              .addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(ROOM_AGAIN).build()))
              .build();
      case Kind.Unauthenticated kind ->
          status(Code.UNAUTHENTICATED, kind, "UNAUTHENTICATED", Map.of()).build();
      case Kind.Forbidden kind ->
          status(Code.PERMISSION_DENIED, kind, "FORBIDDEN", Map.of()).build();
    };
  }

  private static Status badRequest(Kind.BadRequest kind) {
    var details = BadRequest.newBuilder();
    kind.violations()
        .forEach(
            violation ->
                details.addFieldViolations(
                    BadRequest.FieldViolation.newBuilder()
                        .setField(violation.field())
                        .setDescription(violation.description())));
    return status(Code.INVALID_ARGUMENT, kind, "BAD_REQUEST", Map.of())
        .addDetails(Any.pack(details.build()))
        .build();
  }

  private static Status.Builder status(
      Code code, Kind kind, String reason, Map<String, String> metadata) {
    return Status.newBuilder()
        .setCode(code.getNumber())
        .setMessage(kind.message())
        .addDetails(
            Any.pack(
                ErrorInfo.newBuilder()
                    .setDomain(DOMAIN)
                    .setReason(reason)
                    .putAllMetadata(metadata)
                    .build()));
  }

  private static ResourceInfo resource(String name, String message) {
    return ResourceInfo.newBuilder().setResourceName(name).setDescription(message).build();
  }
}
