package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.loop.Loop;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What watching does by the clock: heartbeats, the end of streams that nobody reads, the looks that
 * stand behind hints, and the farewell when the coordinator drains. Begins with the first watcher.
 */
@Singleton
public class Pulse {
  private static final Duration BEAT_LONGEST = Duration.ofMillis(250);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final String GOING_AWAY = "The coordinator is going away.";

  /** A stream that has a pulse. */
  public interface Stream {
    /** Called again and again with the monotonic time. Never blocks. */
    void beat(long now);

    /** Ends it; its client goes on elsewhere. Never blocks. */
    void sendAway(String why);
  }

  /** When a stream is sent away, by the monotonic clock. */
  private record Leave(long at) {}

  private static final Optional<Leave> STAYS = Optional.empty();

  private final Map<Stream, Optional<Leave>> streams = new ConcurrentHashMap<>();
  private final Loop beats;
  private final Loop patrols;
  private final Ears ears;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile boolean draining;

  Pulse(FanoutConfig config, Feeds feeds, Patrol patrol, Ears ears, MeterRegistry metrics) {
    this.ears = ears;
    var heartbeat = config.heartbeat().dividedBy(4);
    var beat = heartbeat.compareTo(BEAT_LONGEST) < 0 ? heartbeat : BEAT_LONGEST;
    this.beats = new Loop("watch-pulse", beat, metrics, this::beat);
    this.patrols =
        new Loop(
            "watch-patrol",
            config.poll(),
            metrics,
            () -> {
              feeds.forEach(Feed::retry);
              patrol.once();
            });
  }

  /** Begins, if it has not yet. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      beats.start();
      patrols.start();
      ears.begin(streams::size);
    }
  }

  /**
   * Refuses a new stream while the coordinator drains.
   *
   * @param field of the request that says where to go on, and {@code cursor} its value
   * @throws Refusal with that cursor
   */
  public void admit(String field, String cursor) {
    if (draining) {
      throw new Refusal(
          new Refusal.Kind.GoOnElsewhere(
              GOING_AWAY + " Call again in a moment.", Map.of(field, cursor), SOON));
    }
  }

  /** Gives a stream a pulse, until {@link #remove}. */
  public void add(Stream stream) {
    begin();
    streams.put(stream, draining ? Optional.of(new Leave(System.nanoTime())) : STAYS);
  }

  /** Takes it away again. */
  public void remove(Stream stream) {
    streams.remove(stream);
  }

  /** How many streams are open. */
  public int open() {
    return streams.size();
  }

  /**
   * Ends every stream, each at a random moment within the time, so that not all clients call
   * elsewhere at once; each is told its cursor. New ones are refused from now on. Returns at once.
   */
  public void drain(Duration within) {
    draining = true;
    long now = System.nanoTime();
    long most = Math.max(1, within.toNanos());
    streams.replaceAll(
        (_, _) -> Optional.of(new Leave(now + ThreadLocalRandom.current().nextLong(most))));
  }

  private void beat() {
    long now = System.nanoTime();
    streams.forEach(
        (stream, leave) -> {
          if (leave.isPresent() && now - leave.get().at() >= 0) {
            stream.sendAway(GOING_AWAY);
          } else {
            stream.beat(now);
          }
        });
  }

  @PreDestroy
  void close() {
    beats.close();
    patrols.close();
  }
}
