package dev.slipway.runner.link;

import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.ConnectResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One Connect call, on a connection of its own: what came waits here until the link's thread takes
 * it. A connection of its own, because one that is half-open must not be used again.
 */
final class Wire implements ClientResponseObserver<ConnectRequest, ConnectResponse>, AutoCloseable {
  /** Messages that may wait; the coordinator's transport keeps the rest. */
  private static final int WAITING_MAX = 64;

  private final Coordinator coordinator;
  private final Runnable wake;
  private final Queue<ConnectResponse> heard = new ArrayDeque<>();
  private @Nullable ClientCallStreamObserver<ConnectRequest> out;
  private @Nullable Status ended;

  /**
   * Connects; does not wait for it.
   *
   * @param wake called when there is something to look at; must not block
   */
  Wire(Coordinator coordinator, Runnable wake) {
    this.coordinator = coordinator;
    this.wake = wake;
    var _ = coordinator.calls().connect(this);
  }

  /** The next message of the coordinator; null when none waits. */
  @Nullable ConnectResponse heard() {
    ConnectResponse next;
    synchronized (this) {
      next = heard.poll();
    }
    if (next != null && out != null) {
      out.request(1);
    }
    return next;
  }

  /** How the call ended, once all it brought is taken; null while it goes on. */
  synchronized @Nullable Status ended() {
    return heard.isEmpty() ? ended : null;
  }

  /** Whether a message would leave now rather than wait in memory. */
  boolean isReady() {
    return out != null && out.isReady();
  }

  void send(ConnectRequest message) {
    if (out != null) {
      out.onNext(message);
    }
  }

  /** Ends the call and the connection at once. */
  @Override
  public void close() {
    coordinator.close();
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ConnectRequest> stream) {
    out = stream;
    stream.disableAutoRequestWithInitial(WAITING_MAX);
    stream.setOnReadyHandler(wake);
  }

  @Override
  public void onNext(ConnectResponse said) {
    synchronized (this) {
      heard.add(said);
    }
    wake.run();
  }

  @Override
  public void onError(Throwable error) {
    end(Status.fromThrowable(error));
  }

  @Override
  public void onCompleted() {
    end(Status.OK);
  }

  private void end(Status status) {
    synchronized (this) {
      ended = status;
    }
    wake.run();
  }
}
