package dev.slipway.coordinator.embedded;

import dev.slipway.coordinator.build.Refusal;
import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A room's gRPC services on a real port, apart from the edge: refusals come as bare statuses. */
public final class TestGrpc implements AutoCloseable {
  private final Server server;
  private final ManagedChannel channel;

  private TestGrpc(Server server, ManagedChannel channel) {
    this.server = server;
    this.channel = channel;
  }

  public static TestGrpc serve(BindableService service) throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
            .intercept(new Refusals())
            .addService(service)
            .build()
            .start();
    return new TestGrpc(
        server,
        NettyChannelBuilder.forAddress(new InetSocketAddress(loopback, server.getPort()))
            .usePlaintext()
            .build());
  }

  public ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private static final class Refusals implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
        private boolean refused;

        @Override
        public void onMessage(Q message) {
          guarded(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
          guarded(super::onHalfClose);
        }

        private void guarded(Runnable step) {
          if (refused) {
            return;
          }
          try {
            step.run();
          } catch (Refusal refusal) {
            refused = true;
            call.close(status(refusal), new Metadata());
          }
        }
      };
    }

    private static Status status(Refusal refusal) {
      Status.Code code =
          switch (refusal.kind()) {
            case Refusal.Kind.BadRequest _ -> Status.Code.INVALID_ARGUMENT;
            case Refusal.Kind.NotFound _ -> Status.Code.NOT_FOUND;
            case Refusal.Kind.AlreadyExists _ -> Status.Code.ALREADY_EXISTS;
            case Refusal.Kind.RequestIdTaken _ -> Status.Code.ALREADY_EXISTS;
            case Refusal.Kind.WrongState _ -> Status.Code.FAILED_PRECONDITION;
            case Refusal.Kind.OutOfRange _ -> Status.Code.OUT_OF_RANGE;
            case Refusal.Kind.NotKept _ -> Status.Code.OUT_OF_RANGE;
            case Refusal.Kind.GoOnElsewhere _ -> Status.Code.UNAVAILABLE;
            case Refusal.Kind.Conflict _ -> Status.Code.ABORTED;
            case Refusal.Kind.Damaged _ -> Status.Code.DATA_LOSS;
            case Refusal.Kind.Exhausted _ -> Status.Code.RESOURCE_EXHAUSTED;
            case Refusal.Kind.Busy _ -> Status.Code.UNAVAILABLE;
            case Refusal.Kind.QuotaExceeded _ -> Status.Code.RESOURCE_EXHAUSTED;
            case Refusal.Kind.Unauthenticated _ -> Status.Code.UNAUTHENTICATED;
            case Refusal.Kind.Forbidden _ -> Status.Code.PERMISSION_DENIED;
          };
      return code.toStatus().withDescription(refusal.getMessage());
    }
  }
}
