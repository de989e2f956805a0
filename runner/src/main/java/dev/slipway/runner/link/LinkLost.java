package dev.slipway.runner.link;

/** The link is gone, or this attempt is over; the message says which and why. */
public final class LinkLost extends Exception {
  private final boolean attemptIsOver;

  private LinkLost(String why, boolean attemptIsOver) {
    super(why);
    this.attemptIsOver = attemptIsOver;
  }

  /** The link is gone. */
  public LinkLost(String why) {
    this(why, false);
  }

  /** The coordinator said that this attempt is over. */
  static LinkLost over(String why) {
    return new LinkLost(why, true);
  }

  /** True when the coordinator said so; false when nothing is known. */
  public boolean attemptIsOver() {
    return attemptIsOver;
  }
}
