package dev.slipway.coordinator.build;

/** This event cannot happen in this state; nothing was changed. */
public final class IllegalTransition extends RuntimeException {
  private final StateName state;

  IllegalTransition(BuildState state, BuildEvent event) {
    super(event.getClass().getSimpleName() + " cannot happen to a build that is " + state.name());
    this.state = state.name();
  }

  /** The state that refused. */
  public StateName state() {
    return state;
  }
}
