package dev.slipway.coordinator.report;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.dispatch.Token;
import dev.slipway.runner.v1.RunnerServiceGrpc;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call of RunnerService through only with the token of an attempt; and all but Connect only
 * when that is not over.
 */
@Singleton
class RunnerIdentity implements ServerInterceptor, Ordered {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "Bearer ";

  private final AttemptRepository attempts;

  RunnerIdentity(AttemptRepository attempts) {
    this.attempts = attempts;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!RunnerServiceGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName())) {
      return next.startCall(call, headers);
    }
    var caller = caller(headers.get(AUTHORIZATION), call.getMethodDescriptor());
    return Contexts.interceptCall(caller.in(Context.current()), call, headers, next);
  }

  private Caller caller(@Nullable String authorization, MethodDescriptor<?, ?> method) {
    if (authorization == null || !authorization.startsWith(BEARER)) {
      throw new Refusal(
          new Refusal.Kind.Unauthenticated(
              "A runner shows its attempt's token as authorization: Bearer."));
    }
    var token = Token.parse(authorization.substring(BEARER.length()));
    var attempt = token.map(shown -> attempts.byToken(shown.build(), shown.hash())).orElse(null);
    if (attempt == null) {
      throw new Refusal(
          new Refusal.Kind.Unauthenticated("This token does not belong to any attempt."));
    }
    var build = new BuildRef(attempt.tenantId(), attempt.buildId());
    // A runner whose last ack was lost has to hear that its result is in: Connect answers for
    // itself.
    if (attempt.over() && !method.equals(RunnerServiceGrpc.getConnectMethod())) {
      throw new Refusal(
          new Refusal.Kind.Forbidden(
              "Attempt %d of %s is over. End every process and exit."
                  .formatted(attempt.attempt(), build)));
    }
    return new Caller(build, new Lease(attempt.attempt(), attempt.attemptUid()), attempt.logBase());
  }

  @Override
  public int getOrder() {
    // Inside of the interceptor that answers refusals.
    return Ordered.LOWEST_PRECEDENCE;
  }
}
