package dev.slipway.race.crash;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** A point before and after the answer of every call that is no stream. */
@Singleton
@Requires(property = "slipway.race.crash")
final class AnswerPoints implements ServerInterceptor {

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var method = call.getMethodDescriptor();
    if (!method.getType().clientSendsOneMessage() || !method.getType().serverSendsOneMessage()) {
      return next.startCall(call, headers);
    }
    var name = method.getBareMethodName();
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          private boolean broken;

          @Override
          public void sendMessage(A answer) {
            if (passed("before answer of " + name)) {
              super.sendMessage(answer);
              // The client has it by then or not; either way the call ends badly for it.
              var _ = passed("after answer of " + name);
            }
          }

          @Override
          public void close(Status status, Metadata trailers) {
            if (!broken) {
              super.close(status, trailers);
            }
          }

          private boolean passed(String point) {
            try {
              CrashPoints.pass(point);
              return true;
            } catch (CrashPoints.Broken e) {
              broken = true;
              super.close(
                  Status.UNAVAILABLE.withDescription(String.valueOf(e.getMessage())),
                  new Metadata());
              return false;
            }
          }
        },
        headers);
  }
}
