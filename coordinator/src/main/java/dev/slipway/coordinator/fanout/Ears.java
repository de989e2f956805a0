package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.loop.Loop;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ApplicationEventPublisher;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hears the hints of other coordinators, on a connection of its own that is open while somebody
 * watches here. After each new connection everything counts as hinted: nobody knows what was said
 * before.
 */
@Singleton
class Ears {
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final int LISTEN_MILLIS = 500;

  /** How long nobody may watch before the connection is closed. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** An id has 36 characters. */
  private static final int HINT_CHARACTERS_MAX = 37 * Hints.IDS_A_HINT;

  private final HintRepository repository;
  private final Wakeups wakeups;
  private final FanoutConfig config;
  private final ApplicationEventPublisher<Hinted> hinted;
  private final Loop loop;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile IntSupplier streams = () -> 0;
  private volatile boolean closed;
  private volatile @Nullable Connection connection;

  Ears(
      HintRepository repository,
      Wakeups wakeups,
      FanoutConfig config,
      ApplicationEventPublisher<Hinted> hinted,
      MeterRegistry metrics) {
    this.repository = repository;
    this.wakeups = wakeups;
    this.config = config;
    this.hinted = hinted;
    this.loop = new Loop("watch-ears", AGAIN, metrics, this::listen);
  }

  /**
   * Begins, if it has not yet.
   *
   * @param streams how many watch, apart from those of single builds
   */
  void begin(IntSupplier streams) {
    this.streams = streams;
    if (config.hints() && begun.compareAndSet(false, true)) {
      loop.start();
    }
  }

  /** Whether it would hear a hint now. */
  boolean listening() {
    return connection != null;
  }

  private boolean isWatched() {
    return streams.getAsInt() + wakeups.count() > 0;
  }

  /** Listens until the connection breaks, or nobody has watched for a while. */
  private void listen() {
    if (!isWatched()) {
      return;
    }
    try {
      var listening = repository.listen();
      connection = listening;
      wakeups.watched().forEach(wakeups::wake);
      hinted.publishEvent(new Hinted());
      long watched = System.nanoTime();
      while (!closed && System.nanoTime() - watched < IDLE.toNanos()) {
        if (isWatched()) {
          watched = System.nanoTime();
        }
        var heard = repository.hear(listening, LISTEN_MILLIS);
        heard.forEach(this::hear);
        if (!heard.isEmpty()) {
          hinted.publishEvent(new Hinted());
        }
      }
    } finally {
      HintRepository.close(connection);
      connection = null;
    }
  }

  /** What is no list of ids is no hint of ours. */
  private void hear(String hint) {
    if (hint.isEmpty() || hint.length() > HINT_CHARACTERS_MAX) {
      return;
    }
    try {
      for (var id : hint.split(",", -1)) {
        wakeups.wake(UUID.fromString(id));
      }
    } catch (IllegalArgumentException notOurs) {
      // The look that stands behind hints finds it.
    }
  }

  @PreDestroy
  void close() {
    closed = true;
    HintRepository.close(connection);
    loop.close();
  }
}
