package dev.slipway.coordinator.behaviour;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A refused call with all that its google.rpc details say. */
final class Refusal {
  private Refusal() {}

  /**
   * Code, reason and details in words, as in {@code NOT_FOUND NOT_FOUND resource tenants/x}. A
   * delay of RetryInfo is only said to be there: it must be positive.
   */
  static String of(ThrowingCallable call) {
    try {
      call.call();
    } catch (StatusRuntimeException refused) {
      return words(refused);
    } catch (Throwable other) {
      throw new AssertionError(other);
    }
    throw new AssertionError("it was not refused");
  }

  private static String words(StatusRuntimeException refused) {
    var status = StatusProto.fromThrowable(refused);
    if (status == null || status.getMessage().isBlank()) {
      throw new AssertionError("without details or without a message", refused);
    }
    var words = new ArrayList<>(List.of(refused.getStatus().getCode().toString()));
    try {
      for (var detail : status.getDetailsList()) {
        words.add(word(detail));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    return String.join(" ", words);
  }

  private static String word(Any detail) throws InvalidProtocolBufferException {
    if (detail.is(ErrorInfo.class)) {
      var info = detail.unpack(ErrorInfo.class);
      return info.getReason()
          + (info.getMetadataMap().isEmpty() ? "" : " " + info.getMetadataMap())
          + (info.getDomain().equals("slipway.dev") ? "" : " of " + info.getDomain());
    }
    if (detail.is(BadRequest.class)) {
      return "field "
          + String.join(
              ", ",
              detail.unpack(BadRequest.class).getFieldViolationsList().stream()
                  .map(violation -> said(violation.getField(), violation.getDescription()))
                  .toList());
    }
    if (detail.is(ResourceInfo.class)) {
      var info = detail.unpack(ResourceInfo.class);
      return "resource " + said(info.getResourceName(), info.getDescription());
    }
    if (detail.is(PreconditionFailure.class)) {
      var violation = detail.unpack(PreconditionFailure.class).getViolations(0);
      return "precondition "
          + violation.getType()
          + " "
          + said(violation.getSubject(), violation.getDescription());
    }
    if (detail.is(QuotaFailure.class)) {
      var violation = detail.unpack(QuotaFailure.class).getViolations(0);
      return "quota " + said(violation.getSubject(), violation.getDescription());
    }
    if (detail.is(RetryInfo.class)) {
      var delay = detail.unpack(RetryInfo.class).getRetryDelay();
      return delay.getSeconds() > 0 || delay.getNanos() > 0 ? "retry" : "retry at once";
    }
    throw new AssertionError("unexpected " + detail.getTypeUrl());
  }

  /** What a detail is about; it must say something of it as well. */
  private static String said(String subject, String description) {
    return description.isBlank() ? subject + " without a description" : subject;
  }
}
