package dev.slipway.coordinator.edge;

import dev.slipway.coordinator.build.Refusal;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many server streams one holder may have open: watches, followed logs, downloads. The holder
 * is the connection; it will be the caller too, once callers are known. Metric: {@code
 * slipway.edge.streams}, how many are open.
 */
@Singleton
final class StreamLimit implements ServerInterceptor {
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final EdgeConfig config;
  private final Map<Object, Integer> open = new ConcurrentHashMap<>();

  StreamLimit(EdgeConfig config, MeterRegistry metrics) {
    this.config = config;
    metrics.gauge(
        "slipway.edge.streams",
        open,
        holders -> holders.values().stream().mapToInt(Integer::intValue).sum());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (call.getMethodDescriptor().getType() != MethodType.SERVER_STREAMING) {
      return next.startCall(call, headers);
    }
    var holder = holder(call);
    enter(holder);
    var place = new Place(holder);
    try {
      return new Leaving<>(next.startCall(call, headers), place);
    } catch (RuntimeException e) {
      place.leave();
      throw e;
    }
  }

  /** Whose streams are counted together: those of one connection. */
  private static Object holder(ServerCall<?, ?> call) {
    return Objects.requireNonNullElse(
        call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR), "in this process");
  }

  private void enter(Object holder) {
    int most = config.streamsPerConnection();
    open.merge(
        holder,
        1,
        (now, one) -> {
          if (now >= most) {
            throw new Refusal(
                new Refusal.Kind.QuotaExceeded(
                    "connection",
                    "This connection has %d streams open, the limit. End some, open another connection, or watch many builds with one WatchBuilds."
                        .formatted(now),
                    AGAIN));
          }
          return now + one;
        });
  }

  /** A stream's place; given back once. */
  private final class Place {
    private final Object holder;
    private final AtomicBoolean left = new AtomicBoolean();

    Place(Object holder) {
      this.holder = holder;
    }

    void leave() {
      if (left.compareAndSet(false, true)) {
        open.computeIfPresent(holder, (_, now) -> now == 1 ? null : now - 1);
      }
    }
  }

  private static final class Leaving<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Place place;

    Leaving(ServerCall.Listener<Q> delegate, Place place) {
      super(delegate);
      this.place = place;
    }

    @Override
    public void onCancel() {
      place.leave();
      super.onCancel();
    }

    @Override
    public void onComplete() {
      place.leave();
      super.onComplete();
    }
  }
}
