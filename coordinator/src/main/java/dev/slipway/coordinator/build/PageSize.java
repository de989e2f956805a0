package dev.slipway.coordinator.build;

/** How many rows a page holds. */
public final class PageSize {
  /** The most rows that one page holds; a higher wish is cut to it. */
  public static final int MAX = 1_000;

  private PageSize() {}

  /**
   * The page size to use, 1 to {@link #MAX}.
   *
   * @param requested as it came in the request; 0 leaves the choice to us
   * @param whenZero what 0 means in this list
   * @throws Refusal when it is negative
   */
  public static int of(int requested, int whenZero) {
    if (requested < 0) {
      throw Refusal.badField(
          "page_size",
          requested + " makes no sense. Give 1 to " + MAX + ", or 0 for " + whenZero + ".");
    }
    return requested == 0 ? whenZero : Math.min(requested, MAX);
  }
}
