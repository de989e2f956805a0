package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A call that was refused.
 *
 * @param code of gRPC
 * @param message for people
 * @param fields that a BadRequest detail names; empty without one
 */
public record Refused(Status.Code code, String message, List<String> fields) {

  /** Makes the call and takes its refusal apart; fails if it is not refused. */
  public static Refused when(ThrowingCallable call) {
    var error = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(error).as("the call is refused").isNotNull();
    return new Refused(
        error.getStatus().getCode(),
        String.valueOf(error.getStatus().getDescription()),
        fields(error));
  }

  private static List<String> fields(StatusRuntimeException error) {
    var fields = new ArrayList<String>();
    var status = StatusProto.fromThrowable(error);
    if (status != null) {
      for (var detail : status.getDetailsList()) {
        if (detail.is(BadRequest.class)) {
          try {
            detail
                .unpack(BadRequest.class)
                .getFieldViolationsList()
                .forEach(violation -> fields.add(violation.getField()));
          } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
    return List.copyOf(fields);
  }
}
