package dev.slipway.coordinator;

/** Entry point. */
public final class Application {
  public static void main(String[] args) {}
}
