package dev.slipway.coordinator.submit;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.ResourceInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a refused call says in its google.rpc details. */
public final class Refused {
  private Refused() {}

  /** The fields that INVALID_ARGUMENT names. */
  public static List<String> fields(ThrowingCallable call) {
    return detail(call, Status.Code.INVALID_ARGUMENT, BadRequest.class)
        .getFieldViolationsList()
        .stream()
        .map(FieldViolation::getField)
        .toList();
  }

  /** The type and the subject that FAILED_PRECONDITION names. */
  public static String precondition(ThrowingCallable call) {
    var violation =
        detail(call, Status.Code.FAILED_PRECONDITION, PreconditionFailure.class).getViolations(0);
    return violation.getType() + " " + violation.getSubject();
  }

  /** The resource that NOT_FOUND names. */
  public static String notFound(ThrowingCallable call) {
    return detail(call, Status.Code.NOT_FOUND, ResourceInfo.class).getResourceName();
  }

  private static <T extends Message> T detail(
      ThrowingCallable call, Status.Code code, Class<T> type) {
    var refused = refused(call);
    if (refused.getStatus().getCode() != code) {
      throw new AssertionError(refused);
    }
    try {
      for (Any detail : StatusProto.fromThrowable(refused).getDetailsList()) {
        if (detail.is(type)) {
          return detail.unpack(type);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError(refused);
  }

  private static StatusRuntimeException refused(ThrowingCallable call) {
    try {
      call.call();
    } catch (StatusRuntimeException refused) {
      return refused;
    } catch (Throwable other) {
      throw new AssertionError(other);
    }
    throw new AssertionError("it was not refused");
  }
}
