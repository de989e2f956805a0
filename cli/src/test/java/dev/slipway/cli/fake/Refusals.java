package dev.slipway.cli.fake;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Statuses as a coordinator sends them. */
public final class Refusals {
  private Refusals() {}

  /** INVALID_ARGUMENT with one field violation. */
  public static StatusRuntimeException badField(String message, String field, String description) {
    BadRequest details =
        BadRequest.newBuilder()
            .addFieldViolations(
                BadRequest.FieldViolation.newBuilder().setField(field).setDescription(description))
            .build();
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(Code.INVALID_ARGUMENT_VALUE)
            .setMessage(message)
            .addDetails(Any.pack(details))
            .build());
  }

  /** RESOURCE_EXHAUSTED with one violation of a quota, and when to try again. */
  public static StatusRuntimeException exhausted(String message, String subject, int seconds) {
    QuotaFailure failure =
        QuotaFailure.newBuilder()
            .addViolations(
                QuotaFailure.Violation.newBuilder().setSubject(subject).setDescription(message))
            .build();
    RetryInfo again =
        RetryInfo.newBuilder()
            .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(seconds))
            .build();
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(Code.RESOURCE_EXHAUSTED_VALUE)
            .setMessage(message)
            .addDetails(Any.pack(failure))
            .addDetails(Any.pack(again))
            .build());
  }

  /** FAILED_PRECONDITION with one violation. */
  public static StatusRuntimeException wrongState(String message, String subject) {
    PreconditionFailure failure =
        PreconditionFailure.newBuilder()
            .addViolations(
                PreconditionFailure.Violation.newBuilder()
                    .setSubject(subject)
                    .setDescription(message))
            .build();
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(Code.FAILED_PRECONDITION_VALUE)
            .setMessage(message)
            .addDetails(Any.pack(failure))
            .build());
  }
}
