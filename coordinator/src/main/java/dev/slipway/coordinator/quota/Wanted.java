package dev.slipway.coordinator.quota;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds that are to be queued together, or none of them: one submit, or one batch of a client.
 *
 * @param parts where they belong
 */
public record Wanted(List<Part> parts) {
  public Wanted {
    parts = List.copyOf(parts);
  }

  /**
   * Builds of one chat, or of no chat.
   *
   * @param chat null: without one
   * @param builds how many, from 1
   */
  public record Part(String tenant, String project, @Nullable String chat, int builds) {}

  /** One build. */
  public static Wanted one(String tenant, String project, @Nullable String chat) {
    return new Wanted(List.of(new Part(tenant, project, chat, 1)));
  }
}
