package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.submit.BuildFilter.Time;
import java.time.Duration;
import java.time.Instant;

/**
 * What a list looks for, and between which places of its order.
 *
 * @param after nothing at or before it; {@code before}: nothing at or after it
 */
record ListQuery(
    String tenant, BuildFilter filter, ListOrder order, ListKey after, ListKey before) {

  /**
   * The whole list, as narrow as its filter's times make it.
   *
   * @param known since when there is this tenant, and so no end of a build of it
   * @param now the database's time
   */
  static ListQuery whole(
      String tenant, BuildFilter filter, ListOrder order, Instant known, Instant now) {
    var query =
        order.byEnd()
            ? new ListQuery(tenant, filter, order, ListKey.endedBy(known), ListKey.endedAfter(now))
            : new ListQuery(tenant, filter, order, ListKey.FIRST, ListKey.LAST);
    for (var bound : filter.times()) {
      query = query.narrowed(bound);
    }
    return query;
  }

  private ListQuery narrowed(BuildFilter.TimeBound bound) {
    if (order.byEnd() != (bound.time() == Time.END_TIME)) {
      return this;
    }
    var value = bound.value();
    if (bound.comparator().isLower()) {
      var from = order.byEnd() ? ListKey.endedBy(value) : ListKey.submittedBy(value);
      return after.isBefore(from) ? between(from, before) : this;
    }
    var to = order.byEnd() ? ListKey.endedAfter(value) : ListKey.submittedAfter(value);
    return to.isBefore(before) ? between(after, to) : this;
  }

  /** What is left of the list behind a place of it. */
  ListQuery behind(ListKey key) {
    return order.descending() ? between(after, key) : between(key, before);
  }

  /** The part of a list in the order of ends that comes first and spans so much time. */
  ListQuery first(Duration span) {
    if (order.descending()) {
      var from = ListKey.endedBy(before.end().minus(span));
      return after.isBefore(from) ? between(from, before) : this;
    }
    var to = ListKey.endedBy(after.end().plus(span));
    return to.isBefore(before) ? between(after, to) : this;
  }

  /** Where a part of the list ends that comes first. */
  ListKey last() {
    return order.descending() ? after : before;
  }

  private ListQuery between(ListKey from, ListKey to) {
    return new ListQuery(tenant, filter, order, from, to);
  }
}
