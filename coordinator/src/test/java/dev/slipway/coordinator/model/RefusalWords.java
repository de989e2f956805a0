package dev.slipway.coordinator.model;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** A refusal as the model says it: its code, and what tells it from others of that code. */
final class RefusalWords {
  private RefusalWords() {}

  static String of(StatusRuntimeException refused) {
    var code = refused.getStatus().getCode();
    return switch (code) {
      case NOT_FOUND -> code.name();
      case FAILED_PRECONDITION, ALREADY_EXISTS, RESOURCE_EXHAUSTED -> code + " " + detail(refused);
      default -> code == Code.UNKNOWN ? refused.toString() : code + " " + refused.getMessage();
    };
  }

  private static String detail(StatusRuntimeException refused) {
    try {
      for (var detail : StatusProto.fromThrowable(refused).getDetailsList()) {
        if (detail.is(QuotaFailure.class)) {
          return detail.unpack(QuotaFailure.class).getViolations(0).getSubject();
        }
      }
      for (var detail : StatusProto.fromThrowable(refused).getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          return detail.unpack(ErrorInfo.class).getReason();
        }
      }
      return refused.getMessage();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
