package dev.slipway.runner;

/** Entry point. */
public final class Runner {
  public static void main(String[] args) {}
}
