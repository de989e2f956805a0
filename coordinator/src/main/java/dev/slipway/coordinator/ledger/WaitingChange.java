package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.PriorityChanged;
import dev.slipway.coordinator.build.BuildState;
import dev.slipway.coordinator.build.Lifecycle;
import dev.slipway.coordinator.build.Priority;

/** A waiting build as it is after an event. Pure. */
record WaitingChange(WaitingBuild before, BuildState after, BuildEvent event) {

  /**
   * Applies an event.
   *
   * @throws dev.slipway.coordinator.build.IllegalTransition when it cannot happen
   */
  static WaitingChange of(WaitingBuild before, BuildEvent event) {
    return new WaitingChange(before, Lifecycle.next(before.lifecycle(), event), event);
  }

  Priority priority() {
    return event instanceof PriorityChanged(_, var to) ? to : before.priority();
  }

  End end() {
    return new End(after, event);
  }
}
