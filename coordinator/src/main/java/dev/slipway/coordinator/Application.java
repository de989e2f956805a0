package dev.slipway.coordinator;

import io.micronaut.runtime.Micronaut;

/** Starts a coordinator. */
public final class Application {
  private Application() {}

  public static void main(String[] args) {
    Micronaut.run(Application.class, args);
  }
}
