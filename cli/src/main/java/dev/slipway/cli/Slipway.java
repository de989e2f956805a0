package dev.slipway.cli;

/** Entry point. */
public final class Slipway {
  public static void main(String[] args) {}
}
