package dev.slipway.coordinator.repeat;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** A unary call whose answer is sent when it is committed, and not before. One thread. */
final class HeldAnswer<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private boolean holding;
  private @Nullable Metadata headers;
  private @Nullable A message;
  private @Nullable Status status;
  private Metadata trailers = new Metadata();

  HeldAnswer(ServerCall<Q, A> call) {
    super(call);
  }

  /** From now on nothing is sent until {@link #release}. */
  void hold() {
    holding = true;
  }

  /** What is to be sent; null when the call was not answered well. */
  @Nullable A answer() {
    return status != null && status.isOk() ? message : null;
  }

  /** An answer that was not made by the handler. */
  void give(A answer) {
    headers = new Metadata();
    message = answer;
    status = Status.OK;
  }

  /** Sends what was held. */
  void release() {
    holding = false;
    if (headers != null) {
      super.sendHeaders(headers);
    }
    if (message != null) {
      super.sendMessage(message);
    }
    if (status != null) {
      super.close(status, trailers);
    }
  }

  @Override
  public void sendHeaders(Metadata sent) {
    if (holding) {
      headers = sent;
    } else {
      super.sendHeaders(sent);
    }
  }

  @Override
  public void sendMessage(A sent) {
    if (holding) {
      message = sent;
    } else {
      super.sendMessage(sent);
    }
  }

  @Override
  public void close(Status closed, Metadata with) {
    if (holding) {
      status = closed;
      trailers = with;
    } else {
      super.close(closed, with);
    }
  }
}
