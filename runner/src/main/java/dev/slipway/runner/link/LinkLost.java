package dev.slipway.runner.link;

/** This attempt cannot go on for the coordinators; the message says why. */
public final class LinkLost extends Exception {
  /** What it means for the runner. */
  public enum Kind {
    /** No coordinator ever took this runner. */
    UNREACHABLE,
    /** The attempt is over, or must be taken to be: end every process and exit. */
    OVER,
    /** Another pod of this attempt is at work: end every process, and wait to be told to end. */
    PARKED
  }

  private final Kind kind;

  private LinkLost(Kind kind, String why) {
    super(why);
    this.kind = kind;
  }

  /** No coordinator was found. */
  static LinkLost unreachable(String why) {
    return new LinkLost(Kind.UNREACHABLE, why);
  }

  /** The attempt is over. */
  public static LinkLost over(String why) {
    return new LinkLost(Kind.OVER, why);
  }

  /** Another pod is at work. */
  static LinkLost parked(String why) {
    return new LinkLost(Kind.PARKED, why);
  }

  /** What it means for the runner. */
  public Kind kind() {
    return kind;
  }
}
