package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.StateName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which builds a list is about; all comparisons hold. A field that is null is not compared.
 *
 * @param states those that it may be in; all of them when the state is not compared
 * @param labels the value that each of these labels has
 * @param times comparisons of times, any number
 */
record BuildFilter(
    @Nullable String chat,
    @Nullable String project,
    Set<StateName> states,
    @Nullable String messageId,
    @Nullable String template,
    @Nullable String createdBy,
    @Nullable Priority priority,
    Map<String, String> labels,
    List<TimeBound> times) {

  /** A time that a filter can compare. */
  enum Time {
    CREATE_TIME,
    END_TIME
  }

  /** How it is compared. */
  enum Comparator {
    BEFORE("<"),
    UNTIL("<="),
    AFTER(">"),
    SINCE(">=");

    private final String sign;

    Comparator(String sign) {
      this.sign = sign;
    }

    /** In a filter and in SQL. */
    String sign() {
      return sign;
    }

    /** Whether it keeps what is late. */
    boolean isLower() {
      return this == AFTER || this == SINCE;
    }
  }

  /** A time compared with a value. */
  record TimeBound(Time time, Comparator comparator, Instant value) {}

  /** Whether it compares the state. */
  boolean comparesState() {
    return states.size() < StateName.values().length;
  }

  /** Whether only builds that have not ended can match. */
  boolean isUnended() {
    return states.stream().noneMatch(StateName::ended);
  }

  /**
   * Reads a filter; the empty one compares nothing.
   *
   * @throws dev.slipway.coordinator.build.Refusal when it is not one
   */
  static BuildFilter parse(String filter) {
    return new FilterReader(filter).read();
  }
}
