package dev.slipway.runner.link;

import com.google.protobuf.ByteString;
import dev.slipway.runner.v1.FetchSourceRequest;
import dev.slipway.runner.v1.FetchSourceResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One FetchSource call as a thing that blocks; holds one chunk at a time. */
final class Download implements ClientResponseObserver<FetchSourceRequest, FetchSourceResponse> {
  private final Progress progress;
  private @Nullable ClientCallStreamObserver<FetchSourceRequest> call;
  private @Nullable ByteString chunk;
  private @Nullable Status ended;

  /**
   * @param progress how long the next chunk may take
   */
  Download(Duration progress) {
    this.progress = new Progress(progress);
  }

  /**
   * The next chunk; null after the last. Blocks until it is there.
   *
   * @throws io.grpc.StatusRuntimeException what the call ended with; DEADLINE_EXCEEDED when nothing
   *     moved for too long
   */
  synchronized @Nullable ByteString next() throws InterruptedException {
    progress.await(this, () -> chunk != null || ended != null);
    ByteString next = chunk;
    chunk = null;
    if (next != null) {
      if (call != null) {
        call.request(1);
      }
      return next;
    }
    if (ended != null && !ended.isOk()) {
      throw ended.asRuntimeException();
    }
    return null;
  }

  @Override
  public synchronized void beforeStart(ClientCallStreamObserver<FetchSourceRequest> stream) {
    call = stream;
    stream.disableAutoRequestWithInitial(1);
  }

  @Override
  public synchronized void onNext(FetchSourceResponse response) {
    chunk = response.getChunk();
    notifyAll();
  }

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
