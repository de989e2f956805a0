package dev.slipway.coordinator.explain;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.explain.InChatRepository.Ahead;
import org.jspecify.annotations.Nullable;

/**
 * How a build stands in its chat.
 *
 * @param ahead what goes before it
 * @param slots how many builds of the chat may be active, from 1
 * @param blockedBy the failed build that blocks the chat; null: none does
 */
record InChat(Ahead ahead, int slots, @Nullable BuildRef blockedBy) {

  /** Whether no other build of the chat keeps it from starting. */
  boolean first() {
    return ahead.waiting() == 0 && ahead.active() < slots;
  }

  /** Whether the chat has a free slot, so that what keeps its first build keeps it as well. */
  boolean behindFirst() {
    return ahead.waiting() > 0 && ahead.active() < slots;
  }
}
