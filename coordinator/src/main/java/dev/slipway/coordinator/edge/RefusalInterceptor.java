package dev.slipway.coordinator.edge;

import dev.slipway.coordinator.build.Refusal;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.micronaut.core.order.Ordered;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.transaction.exceptions.CannotCreateTransactionException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what a handler throws: a {@link Refusal} with its status and details; a store that cannot
 * be reached with UNAVAILABLE; anything else is our bug: it goes to our log, and the caller gets
 * INTERNAL without a word about our insides.
 */
@Singleton
final class RefusalInterceptor implements ServerInterceptor, Ordered {
  private static final Logger log = LoggerFactory.getLogger(RefusalInterceptor.class);

  @Override
  public int getOrder() {
    // Outside of every other interceptor, so that it answers what they throw.
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    try {
      return new Answering<>(next.startCall(new Closing<>(call), headers), call);
    } catch (RuntimeException thrown) {
      answer(call, thrown);
      return new ServerCall.Listener<>() {};
    }
  }

  /** Answers what a handler hands to {@code onError} as if it had thrown it. */
  private static final class Closing<Q, A> extends SimpleForwardingServerCall<Q, A> {
    Closing(ServerCall<Q, A> delegate) {
      super(delegate);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      var thrown = status.getCause();
      if (status.getCode() == Status.Code.UNKNOWN && thrown != null) {
        answer(delegate(), thrown);
      } else {
        super.close(status, trailers);
      }
    }
  }

  private static final class Answering<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;
    private boolean answered;

    Answering(ServerCall.Listener<Q> delegate, ServerCall<Q, ?> call) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guarded(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guarded(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guarded(super::onReady);
    }

    private void guarded(Runnable handler) {
      if (answered) {
        return;
      }
      try {
        handler.run();
      } catch (RuntimeException thrown) {
        answered = true;
        answer(call, thrown);
      }
    }
  }

  private static void answer(ServerCall<?, ?> call, Throwable thrown) {
    var answer = toStatus(call, thrown);
    var trailers = answer.getTrailers() == null ? new Metadata() : answer.getTrailers();
    try {
      call.close(answer.getStatus(), trailers);
    } catch (IllegalStateException closed) {
      log.debug("{} was closed before", call.getMethodDescriptor().getFullMethodName());
    }
  }

  private static StatusRuntimeException toStatus(ServerCall<?, ?> call, Throwable thrown) {
    var method = call.getMethodDescriptor().getFullMethodName();
    return switch (thrown) {
      case Refusal refusal -> StatusProto.toStatusRuntimeException(RefusalStatus.of(refusal));
      case StatusRuntimeException status -> status;
      case CannotCreateTransactionException e -> unavailable(method, e);
      case ConnectionException e -> unavailable(method, e);
      case RuntimeException e when isCut(e) -> unavailable(method, e);
      default -> {
        log.error("{} failed", method, thrown);
        yield Status.INTERNAL
            .withDescription("The coordinator failed; its log says more. Repeat the call.")
            .asRuntimeException();
      }
    };
  }

  /**
   * Whether the connection broke in the middle: classes 08 and 57P of
   * https://www.postgresql.org/docs/current/errcodes-appendix.html
   */
  private static boolean isCut(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P"))) {
        return true;
      }
    }
    return false;
  }

  private static StatusRuntimeException unavailable(String method, RuntimeException thrown) {
    log.warn("{}: the database cannot be reached: {}", method, thrown.toString());
    return Status.UNAVAILABLE
        .withDescription("The database cannot be reached now. Repeat the call in a moment.")
        .asRuntimeException();
  }
}
