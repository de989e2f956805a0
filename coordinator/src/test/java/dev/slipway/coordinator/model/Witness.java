package dev.slipway.coordinator.model;

import java.time.Instant;
import java.util.List;

/** Is told what the model does, and may know better. */
interface Witness {
  /** Believes everything. */
  Witness NONE =
      new Witness() {
        @Override
        public void happened(State before, Happening what, State after, Instant now) {}

        @Override
        public void decided(Contest.Situation situation, List<Contest.Head> admitted) {}
      };

  /**
   * @param after null: it could not happen
   */
  void happened(State before, Happening what, State after, Instant now);

  void decided(Contest.Situation situation, List<Contest.Head> admitted);
}
