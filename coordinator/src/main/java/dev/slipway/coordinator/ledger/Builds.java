package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads builds and their events, without locks. Every look-up names the tenant. */
@Singleton
public class Builds {
  private final BuildReadRepository reader;
  private final EventRepository events;

  Builds(BuildReadRepository reader, EventRepository events) {
    this.reader = reader;
    this.events = events;
  }

  /**
   * A build as it is now.
   *
   * @throws Refusal when there is none in this tenant
   */
  public BuildRecord get(BuildRef ref) {
    var build = reader.find(ref.tenant(), ref.id());
    if (build == null) {
      throw Refusal.notFound(ref.name());
    }
    return build;
  }

  /** A build as it is now, or null. */
  public @Nullable BuildRecord find(BuildRef ref) {
    return reader.find(ref.tenant(), ref.id());
  }

  /** How large the build's log is and what was left out of it. */
  public LogExtent log(BuildRef ref) {
    return reader.log(ref.id());
  }

  /** Stored events with a sequence above {@code afterSequence}, in order, at most {@code most}. */
  public List<StoredEvent> events(BuildRef ref, long afterSequence, int most) {
    return events.after(ref.id(), afterSequence, most);
  }
}
