package dev.slipway.coordinator.dispatch;

import jakarta.inject.Singleton;

/** Lets tests of other rooms dispatch when they want. */
@Singleton
public class TestDispatch {
  private final Dispatch dispatch;

  TestDispatch(Dispatch dispatch) {
    this.dispatch = dispatch;
  }

  /** One run of the loop. */
  public void once() {
    dispatch.once();
  }
}
