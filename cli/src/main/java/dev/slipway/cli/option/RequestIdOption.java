package dev.slipway.cli.option;

import picocli.CommandLine.Option;

/** The client's own key of a call that changes something. */
public final class RequestIdOption {
  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description = "A repeat with the same id prints the same and does nothing. Default: none.")
  private String id = "";

  /** What was given; empty: nothing was. */
  public String id() {
    return id;
  }
}
