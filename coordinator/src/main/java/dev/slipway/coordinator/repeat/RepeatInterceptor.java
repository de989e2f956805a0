package dev.slipway.coordinator.repeat;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers a repeat of a call with what the first one was answered. A call without a request_id
 * passes as if this were not there.
 */
@Singleton
final class RepeatInterceptor implements ServerInterceptor {
  /** These keep their request_id with the build that they made, for as long as there is it. */
  private static final Set<String> ON_THEIR_OWN =
      Set.of("slipway.v1.BuildService/CreateBuild", "slipway.v1.BuildService/RetryBuild");

  /**
   * Thousands of builds are more than one transaction should lock; a requeue waits for the writer
   * of submits, which has a connection of its own.
   */
  private static final Set<String> IN_SEVERAL_TRANSACTIONS =
      Set.of(
          "slipway.v1.BuildService/BulkCancelBuilds", "slipway.v1.QueueService/RequeueDeadLetter");

  private final AnsweredCalls calls;

  RepeatInterceptor(AnsweredCalls calls) {
    this.calls = calls;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var method = call.getMethodDescriptor();
    if (method.getType() != MethodType.UNARY || ON_THEIR_OWN.contains(method.getFullMethodName())) {
      return next.startCall(call, headers);
    }
    var held = new HeldAnswer<>(call);
    return new Once<>(next.startCall(held, headers), held);
  }

  /** Hears the one message of a call, and lets the handler have it if it is the first time. */
  private final class Once<Q, A> extends SimpleForwardingServerCallListener<Q> {
    private final HeldAnswer<Q, A> held;
    private @Nullable RepeatKey key;

    Once(ServerCall.Listener<Q> handler, HeldAnswer<Q, A> held) {
      super(handler);
      this.held = held;
    }

    @Override
    public void onMessage(Q request) {
      if (request instanceof Message message) {
        key = RepeatKey.of(method().getFullMethodName(), message);
      }
      super.onMessage(request);
    }

    @Override
    public void onHalfClose() {
      if (key == null) {
        super.onHalfClose();
        return;
      }
      held.hold();
      var earlier =
          IN_SEVERAL_TRANSACTIONS.contains(method().getFullMethodName())
              ? calls.afterwards(key, this::handled)
              : calls.once(key, this::handled);
      if (earlier != null) {
        held.give(method().parseResponse(new ByteArrayInputStream(earlier)));
      }
      held.release();
    }

    /** What the handler answers; null when it does not answer well. */
    private byte @Nullable [] handled() {
      super.onHalfClose();
      return held.answer() instanceof MessageLite answer ? answer.toByteArray() : null;
    }

    private MethodDescriptor<Q, A> method() {
      return held.getMethodDescriptor();
    }
  }
}
