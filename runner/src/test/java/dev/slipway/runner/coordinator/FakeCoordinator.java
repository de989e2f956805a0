package dev.slipway.runner.coordinator;

import com.google.protobuf.ByteString;
import dev.slipway.runner.v1.ConnectResponse;
import dev.slipway.runner.v1.FetchSourceRequest;
import dev.slipway.runner.v1.FetchSourceResponse;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.PutArtifactRequest;
import dev.slipway.runner.v1.PutArtifactResponse;
import dev.slipway.runner.v1.RunnerServiceGrpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves one attempt and keeps what its runner says. */
public final class FakeCoordinator extends RunnerServiceGrpc.RunnerServiceImplBase
    implements AutoCloseable {
  public static final String TOKEN = "token-of-this-attempt";

  private static final int CHUNK_BYTES = 256 * 1024;

  private Server server;
  private final Conversation conversation;
  private final byte[] source;
  private final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();

  private final AtomicInteger connects = new AtomicInteger();
  private final AtomicInteger breaks = new AtomicInteger();
  private Status refusal = Status.OK;

  private FakeCoordinator(Conversation conversation, byte[] source) throws IOException {
    this.conversation = conversation;
    this.source = source;
    this.server = serve();
  }

  private Server serve() throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(this)
        .intercept(new TokenCheck())
        .permitKeepAliveTime(10, TimeUnit.SECONDS)
        .build()
        .start();
  }

  /** Starts one that answers Hello with {@code plan} and serves {@code source}. */
  public static FakeCoordinator start(Plan plan, byte[] source) throws IOException {
    return new FakeCoordinator(new Conversation(plan), source);
  }

  /** Another one that knows what this one knows. */
  public FakeCoordinator beside() throws IOException {
    return new FakeCoordinator(conversation, source);
  }

  /** Streams that it was asked for. */
  public int connects() {
    return connects.get();
  }

  /** Breaks the next {@code count} calls to the store in their middle. */
  public void breakStoreCalls(int count) {
    breaks.set(count);
  }

  /** Store calls that are still to be broken. */
  public int breaksLeft() {
    return breaks.get();
  }

  /** Answers every call to the store with this. */
  public void refuseStoreCalls(Status refusal) {
    this.refusal = refusal;
  }

  /** Listens again after {@link #cut}, on another port; what it heard it still knows. */
  public void restart() throws IOException {
    server = serve();
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** What its runner says. */
  public Conversation heard() {
    return conversation;
  }

  /** Stored artifacts by sha256. */
  public Map<String, byte[]> artifacts() {
    return artifacts;
  }

  /** Ends every connection at once, as kill -9 does. */
  public void cut() {
    server.shutdownNow();
  }

  @Override
  public void close() {
    cut();
  }

  @Override
  public StreamObserver<dev.slipway.runner.v1.ConnectRequest> connect(
      StreamObserver<ConnectResponse> out) {
    connects.incrementAndGet();
    return conversation.begin(out);
  }

  @Override
  public void fetchSource(FetchSourceRequest request, StreamObserver<FetchSourceResponse> out) {
    if (!refusal.isOk()) {
      out.onError(refusal.asRuntimeException());
      return;
    }
    boolean broken = breakNow();
    for (int at = 0; at < source.length; at += CHUNK_BYTES) {
      if (broken && at >= source.length / 2) {
        out.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      int length = Math.min(CHUNK_BYTES, source.length - at);
      out.onNext(
          FetchSourceResponse.newBuilder()
              .setChunk(ByteString.copyFrom(source, at, length))
              .build());
    }
    out.onCompleted();
  }

  @Override
  public StreamObserver<PutArtifactRequest> putArtifact(StreamObserver<PutArtifactResponse> out) {
    return new StreamObserver<>() {
      private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      private final boolean broken = breakNow();
      private String sha256 = "";
      private boolean over;

      @Override
      public void onNext(PutArtifactRequest message) {
        if (over) {
          return;
        }
        if (message.hasHeader() && !refusal.isOk()) {
          over = true;
          out.onError(refusal.asRuntimeException());
        } else if (broken && bytes.size() > 0) {
          over = true;
          out.onError(Status.UNAVAILABLE.asRuntimeException());
        } else if (message.hasHeader()) {
          sha256 = message.getHeader().getSha256();
        } else {
          conversation.check(message.getChunk().size() <= CHUNK_BYTES, "size of a chunk");
          bytes.writeBytes(message.getChunk().toByteArray());
        }
      }

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {
        if (over) {
          return;
        }
        artifacts.put(sha256, bytes.toByteArray());
        out.onNext(PutArtifactResponse.getDefaultInstance());
        out.onCompleted();
      }
    };
  }

  private boolean breakNow() {
    return breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  /** Refuses every call without the token. */
  private static final class TokenCheck implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      if (("Bearer " + TOKEN).equals(headers.get(AUTHORIZATION))) {
        return next.startCall(call, headers);
      }
      call.close(Status.UNAUTHENTICATED, new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }
}
