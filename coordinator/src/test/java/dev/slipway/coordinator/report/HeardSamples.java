package dev.slipway.coordinator.report;

import dev.slipway.coordinator.ledger.StepSampled;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What watchers on this coordinator would be told of what steps use. */
@Singleton
final class HeardSamples {
  private final List<StepSampled> all = new CopyOnWriteArrayList<>();

  @EventListener
  void on(StepSampled sampled) {
    all.add(sampled);
  }

  List<StepSampled> all() {
    return List.copyOf(all);
  }
}
