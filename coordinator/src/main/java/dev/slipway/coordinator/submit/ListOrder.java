package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.Refusal;

/**
 * The order of a list of builds. Ids are in the order of submits, so they stand for create_time.
 */
enum ListOrder {
  NEWEST(false, true),
  OLDEST(false, false),
  ENDED_LAST(true, true),
  ENDED_FIRST(true, false);

  private final boolean byEnd;
  private final boolean descending;

  ListOrder(boolean byEnd, boolean descending) {
    this.byEnd = byEnd;
    this.descending = descending;
  }

  /** Whether it is the order of ends; only builds that have ended have a place in it. */
  boolean byEnd() {
    return byEnd;
  }

  /** Whether the latest is the first. */
  boolean descending() {
    return descending;
  }

  /**
   * Reads a request's {@code order_by}; {@link #NEWEST} when it is empty.
   *
   * @throws Refusal when it is none that is served
   */
  static ListOrder parse(String orderBy) {
    return switch (orderBy.strip().replaceAll("\\s+", " ")) {
      case "", "create_time desc" -> NEWEST;
      case "create_time", "create_time asc" -> OLDEST;
      case "end_time desc" -> ENDED_LAST;
      case "end_time", "end_time asc" -> ENDED_FIRST;
      default ->
          throw Refusal.badField(
              "order_by",
              "\"%s\" is no order; create_time or end_time, each also with desc."
                  .formatted(orderBy));
    };
  }
}
