package dev.slipway.coordinator.tenant;

import jakarta.inject.Singleton;

/**
 * Brings a chat's head in line with its policies, where they make a slot free, take one away, block
 * it or let it go on.
 */
@Singleton
class ChatHeads {
  private final HeadRepository repository;

  ChatHeads(HeadRepository repository) {
    this.repository = repository;
  }

  /**
   * Afterwards the chat has a head if and only if a build waits and a slot is free, and it is ready
   * unless it is held or the chat is blocked. The caller holds the chat's row lock, without which
   * another head could come. Dispatch takes heads without that lock; the head's own lock makes it
   * wait, or makes us see what it did.
   */
  void refresh(long chatNo) {
    repository.lock(chatNo);
    repository.removeWithoutSlot(chatNo);
    repository.put(chatNo);
  }
}
