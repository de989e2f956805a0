package dev.slipway.coordinator.fanout;

import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;

/**
 * One client's end of a stream, written to only while the client reads. A slow client holds what
 * the transport buffers and no more: its cursor waits, its events stay in the store.
 *
 * @param <T> the message
 */
final class Outlet<T> {
  private final ServerCallStreamObserver<T> client;
  private final Wakeups.Watcher alarm;

  Outlet(ServerCallStreamObserver<T> client, Wakeups.Watcher alarm) {
    this.client = client;
    this.alarm = alarm;
    client.setOnReadyHandler(alarm::wake);
    client.setOnCancelHandler(alarm::wake);
  }

  /** Whether the client has gone. */
  boolean gone() {
    return client.isCancelled();
  }

  /**
   * Sends a message, once the client has room for it. Blocks until then.
   *
   * @return false when the client has gone
   */
  boolean send(T message) throws InterruptedException {
    while (!client.isReady()) {
      if (client.isCancelled()) {
        return false;
      }
      alarm.await(Duration.ofSeconds(1));
    }
    client.onNext(message);
    return true;
  }

  /** Ends the stream well. */
  void complete() {
    client.onCompleted();
  }
}
