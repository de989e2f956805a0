package dev.slipway.coordinator.blob;

/** The bytes are not the ones that were announced. What was stored of them is gone. */
public final class WrongSha256 extends Exception {
  private final String actual;

  WrongSha256(String actual) {
    super("the bytes have sha256 " + actual);
    this.actual = actual;
  }

  /** What the bytes really have. */
  public String actual() {
    return actual;
  }
}
