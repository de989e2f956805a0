package dev.slipway.runner.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Moves what one stream of a command prints to its {@link Output}, on a thread of its own. */
final class Pump {
  private static final int BUFFER_BYTES = 64 * 1024;

  /**
   * How long a stream may stay open once every process that we could find has ended. Who holds it
   * then is not ours; the step does not wait for it.
   */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final InputStream from;
  private final Output to;
  private final Thread thread;

  private Pump(InputStream from, Output to) {
    this.from = from;
    this.to = to;
    this.thread = Thread.ofPlatform().daemon().name("pump").unstarted(this::move);
  }

  static Pump start(InputStream from, Output to) {
    Pump pump = new Pump(from, to);
    pump.thread.start();
    return pump;
  }

  /** Waits until the stream has ended, at most {@link #LAST_WORDS}. */
  void finish() throws InterruptedException {
    if (!thread.join(LAST_WORDS)) {
      try {
        from.close();
      } catch (IOException e) {
        // It is given up either way.
      }
    }
  }

  private void move() {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(buffer, read);
      }
    } catch (IOException e) {
      // The stream was closed under us: by finish(), or by Java when the command ended.
    }
  }
}
