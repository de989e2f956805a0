package dev.slipway.coordinator.submit;

import com.google.protobuf.Timestamp;
import dev.slipway.coordinator.changes.ShownBuilds.Filter;
import dev.slipway.coordinator.changes.ShownBuilds.Place;
import dev.slipway.coordinator.fanout.EventMessages;
import dev.slipway.coordinator.submit.BuildFilter.Time;
import dev.slipway.coordinator.submit.BuildFilter.TimeBound;
import dev.slipway.v1.Build;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A filter applied to a build that was read already; what SQL does of it is in a list. Pure. */
final class FilterPlace implements Filter {
  private final BuildFilter filter;

  FilterPlace(BuildFilter filter) {
    this.filter = filter;
  }

  @Override
  public Place place(Build build) {
    if (!always(build)) {
      return Place.NEVER;
    }
    return now(build) ? Place.IN : Place.OUT;
  }

  /** What never changes of a build. */
  private boolean always(Build build) {
    return is(filter.chat(), build.getChat())
        && is(filter.project(), build.getProject())
        && is(filter.messageId(), build.getMessageId())
        && is(filter.template(), build.getTemplate())
        && is(filter.createdBy(), build.getCreatedBy())
        && filter.times().stream()
            .filter(bound -> bound.time() == Time.CREATE_TIME)
            .allMatch(bound -> holds(bound, build.getCreateTime()));
  }

  /** What changes. */
  private boolean now(Build build) {
    return filter.states().stream()
            .map(EventMessages::state)
            .collect(Collectors.toSet())
            .contains(build.getState())
        && (filter.priority() == null
            || EventMessages.priority(filter.priority()) == build.getPriority())
        && filter.labels().entrySet().stream()
            .allMatch(label -> label.getValue().equals(build.getLabelsMap().get(label.getKey())))
        && filter.times().stream()
            .filter(bound -> bound.time() == Time.END_TIME)
            .allMatch(bound -> build.hasEndTime() && holds(bound, build.getEndTime()));
  }

  private static boolean is(@Nullable String wanted, String value) {
    return wanted == null || wanted.equals(value);
  }

  private static boolean holds(TimeBound bound, Timestamp value) {
    int order =
        Instant.ofEpochSecond(value.getSeconds(), value.getNanos()).compareTo(bound.value());
    return switch (bound.comparator()) {
      case BEFORE -> order < 0;
      case UNTIL -> order <= 0;
      case AFTER -> order > 0;
      case SINCE -> order >= 0;
    };
  }
}
