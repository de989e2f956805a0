package dev.slipway.coordinator.model;

/** One policy of a chat that is changed. */
sealed interface Policy {
  record MaxParallel(int most) implements Policy {}

  record OnFailure(boolean block) implements Policy {}

  record SupersedeBy(String how) implements Policy {}

  /** {@code on} false: none. */
  record Debounce(boolean on) implements Policy {
    static final int DELAY_MINUTES = 6;
    static final int MAX_DELAY_MINUTES = 10;
  }
}
