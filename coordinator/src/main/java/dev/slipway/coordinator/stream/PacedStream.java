package dev.slipway.coordinator.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client's end of a server stream. The work that fills it runs on a virtual thread of its own:
 * in the handler's thread gRPC could not tell us that the client has room again.
 *
 * @param <T> the message
 */
public final class PacedStream<T> {
  private static final int CHUNK_BYTES = 256 * 1024;

  private final ServerCallStreamObserver<T> client;
  private final Semaphore room = new Semaphore(0);
  private volatile @Nullable RuntimeException broken;

  /** What fills the stream. When it returns, the stream ends well. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Sends everything, in order. Blocks while the client is slow.
     *
     * @throws Gone when the client has gone; there is nobody to tell
     */
    void fill(PacedStream<T> stream) throws Exception;
  }

  /** The client has gone. */
  public static final class Gone extends Exception {
    Gone() {
      super("the client has gone", null, false, false);
    }
  }

  private PacedStream(ServerCallStreamObserver<T> client) {
    this.client = client;
    client.setOnReadyHandler(room::release);
    client.setOnCancelHandler(room::release);
  }

  /**
   * Fills a stream. Called by the handler, once what can be refused at once was refused; returns at
   * once. What the work throws is answered as if the handler had thrown it.
   */
  public static <T> void start(ServerCallStreamObserver<T> client, Work<T> work) {
    var stream = new PacedStream<>(client);
    Thread.ofVirtual().name("stream-", 0).start(() -> stream.run(work));
  }

  private void run(Work<T> work) {
    try {
      work.fill(this);
      client.onCompleted();
    } catch (Gone gone) {
      // Nobody is there to be told.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      client.onError(e);
    }
  }

  /** Breaks the work off when the client has gone, or after {@link #breakOff}. */
  public void check() throws Gone {
    if (client.isCancelled()) {
      throw new Gone();
    }
    var answer = broken;
    if (answer != null) {
      throw answer;
    }
  }

  /**
   * Breaks the work off at its next {@link #check} or {@link #send}: the client is answered with
   * this. Never blocks; for any thread.
   */
  public void breakOff(RuntimeException answer) {
    broken = answer;
    room.release();
  }

  /** Whether the client has gone. */
  public boolean isGone() {
    return client.isCancelled();
  }

  /** Whether the client has room for a message now. */
  public boolean isReady() {
    return client.isReady();
  }

  /**
   * Sends all that {@code bytes} holds, in chunks that fit a message, and closes it.
   *
   * @param message a chunk as a message; 1 byte to 256 KiB
   */
  public void sendAll(InputStream bytes, Function<ByteString, T> message)
      throws Gone, InterruptedException, IOException {
    try (bytes) {
      for (var chunk = bytes.readNBytes(CHUNK_BYTES);
          chunk.length > 0;
          chunk = bytes.readNBytes(CHUNK_BYTES)) {
        send(message.apply(UnsafeByteOperations.unsafeWrap(chunk)));
      }
    }
  }

  /** Sends a message as soon as the client has room for it. Blocks until then. */
  public void send(T message) throws Gone, InterruptedException {
    awaitRoom();
    client.onNext(message);
  }

  /**
   * Blocks until the client has room. Whoever reads only then holds nothing for a client that is
   * slow.
   */
  public void awaitRoom() throws Gone, InterruptedException {
    while (!client.isReady()) {
      check();
      room.drainPermits();
      if (!client.isReady()) {
        var _ = room.tryAcquire(1, TimeUnit.SECONDS);
      }
    }
    check();
  }
}
