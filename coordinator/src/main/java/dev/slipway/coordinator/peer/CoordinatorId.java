package dev.slipway.coordinator.peer;

import jakarta.inject.Singleton;
import java.util.UUID;

/** Names this run of this coordinator: a restart is another one. */
@Singleton
public class CoordinatorId {
  private final UUID id = UUID.randomUUID();

  /** The id, unique for ever. */
  public UUID get() {
    return id;
  }
}
