package dev.slipway.runner.link;

import dev.slipway.runner.v1.PutArtifactRequest;
import dev.slipway.runner.v1.PutArtifactResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import org.jspecify.annotations.Nullable;

/**
 * One PutArtifact call as a thing that blocks: {@code send} waits while the coordinator is slower
 * than the disk.
 */
final class Upload implements ClientResponseObserver<PutArtifactRequest, PutArtifactResponse> {
  private @Nullable ClientCallStreamObserver<PutArtifactRequest> out;
  private boolean done;
  private @Nullable Throwable failure;

  /** Sends one message; throws what the call ended with when it has ended already. */
  void send(PutArtifactRequest message) throws InterruptedException {
    ready().onNext(message);
  }

  /** Half-closes and waits until it is stored. */
  void finish() throws InterruptedException {
    ready().onCompleted();
    synchronized (this) {
      while (!done) {
        wait();
      }
      throwFailure();
    }
  }

  synchronized void cancel(Throwable why) {
    if (out != null) {
      out.cancel("the upload was given up", why);
    }
  }

  private synchronized ClientCallStreamObserver<PutArtifactRequest> ready()
      throws InterruptedException {
    while (!done && (out == null || !out.isReady())) {
      wait();
    }
    throwFailure();
    if (out == null || done) {
      throw Status.INTERNAL.withDescription("stored before it was sent").asRuntimeException();
    }
    return out;
  }

  private void throwFailure() {
    if (failure != null) {
      throw failure instanceof StatusRuntimeException status
          ? status
          : Status.fromThrowable(failure).asRuntimeException();
    }
  }

  @Override
  public synchronized void beforeStart(ClientCallStreamObserver<PutArtifactRequest> stream) {
    out = stream;
    stream.setOnReadyHandler(
        () -> {
          synchronized (this) {
            notifyAll();
          }
        });
  }

  @Override
  public void onNext(PutArtifactResponse stored) {}

  @Override
  public synchronized void onError(Throwable error) {
    failure = error;
    done = true;
    notifyAll();
  }

  @Override
  public synchronized void onCompleted() {
    done = true;
    notifyAll();
  }
}
