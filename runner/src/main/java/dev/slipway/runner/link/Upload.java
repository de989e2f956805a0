package dev.slipway.runner.link;

import dev.slipway.runner.v1.PutArtifactRequest;
import dev.slipway.runner.v1.PutArtifactResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One PutArtifact call as a thing that blocks: {@code send} waits while the coordinator is slower
 * than the disk.
 */
final class Upload implements ClientResponseObserver<PutArtifactRequest, PutArtifactResponse> {
  private final Progress progress;
  private @Nullable ClientCallStreamObserver<PutArtifactRequest> out;
  private @Nullable Status ended;

  /**
   * @param progress how long the coordinator may take no more, and how long it may take to commit
   */
  Upload(Duration progress) {
    this.progress = new Progress(progress);
  }

  /**
   * Sends one message; nothing when the coordinator has said that it has the whole already, as it
   * may after an earlier call whose answer was lost.
   *
   * @throws io.grpc.StatusRuntimeException what the call ended with; DEADLINE_EXCEEDED when nothing
   *     moved for too long
   */
  void send(PutArtifactRequest message) throws InterruptedException {
    var to = ready();
    if (to != null) {
      to.onNext(message);
    }
  }

  /** Half-closes and waits until it is stored; fails as {@link #send}. */
  void finish() throws InterruptedException {
    var to = ready();
    if (to != null) {
      to.onCompleted();
    }
    synchronized (this) {
      progress.await(this, () -> ended != null);
      throwFailure();
    }
  }

  /** Where to send; null when it is stored. */
  private synchronized @Nullable ClientCallStreamObserver<PutArtifactRequest> ready()
      throws InterruptedException {
    progress.await(this, () -> ended != null || (out != null && out.isReady()));
    throwFailure();
    return ended == null ? out : null;
  }

  private void throwFailure() {
    if (ended != null && !ended.isOk()) {
      throw ended.asRuntimeException();
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
    ended = Status.fromThrowable(error);
    notifyAll();
  }

  @Override
  public synchronized void onCompleted() {
    ended = Status.OK;
    notifyAll();
  }
}
