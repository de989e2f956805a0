package dev.slipway.coordinator.build;

/** How many rows a page holds (AIP-158). */
public final class PageSize {
  /** More are not sent at once, whatever is asked for. */
  public static final int MOST = 1000;

  private PageSize() {}

  /**
   * The size to use: {@code whenZero} for 0, at most {@link #MOST}.
   *
   * @throws Refusal when it is negative
   */
  public static int of(int requested, int whenZero) {
    if (requested < 0) {
      throw Refusal.badField(
          "page_size",
          "%d is negative. Set 1 to %d, or 0 for %d.".formatted(requested, MOST, whenZero));
    }
    return requested == 0 ? whenZero : Math.min(requested, MOST);
  }
}
