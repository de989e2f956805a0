package dev.slipway.coordinator.report;

import dev.slipway.coordinator.build.BuildRef;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The runners that are linked to this coordinator now, one stream each. Metric: {@code
 * slipway.runners}.
 */
@Singleton
class Runners {
  private final Map<UUID, Conversation> conversations = new ConcurrentHashMap<>();
  private final CountDownLatch left = new CountDownLatch(1);
  private volatile boolean closed;

  Runners(MeterRegistry metrics) {
    metrics.gaugeMapSize("slipway.runners", Tags.empty(), conversations);
  }

  /**
   * One that was welcomed. An older stream of the same runner is closed; when this coordinator is
   * about to stop, so is this one.
   */
  void add(Conversation conversation) {
    if (closed) {
      conversation.stream().unavailable("this coordinator is stopping; connect to another");
      return;
    }
    int connGen = connGen(conversation);
    var loser = new AtomicReference<Conversation>();
    conversations.compute(
        conversation.caller().build().id(),
        (_, other) -> {
          boolean newer = other == null || connGen(other) < connGen;
          loser.set(newer ? other : conversation);
          return newer ? conversation : other;
        });
    if (loser.get() != null) {
      loser.get().overtaken();
    }
  }

  private static int connGen(Conversation conversation) {
    return Objects.requireNonNull(conversation.terms()).connGen();
  }

  void remove(Conversation conversation) {
    conversations.remove(conversation.caller().build().id(), conversation);
    if (closed && conversations.isEmpty()) {
      left.countDown();
    }
  }

  /** Takes no more. */
  void close() {
    closed = true;
    if (conversations.isEmpty()) {
      left.countDown();
    }
  }

  /** Opens when, after {@link #close}, the last one has left. */
  CountDownLatch left() {
    return left;
  }

  @Nullable Conversation of(BuildRef build) {
    return conversations.get(build.id());
  }

  /** All of them, as they are now. */
  Collection<Conversation> all() {
    return List.copyOf(conversations.values());
  }
}
