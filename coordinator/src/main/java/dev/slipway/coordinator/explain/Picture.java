package dev.slipway.coordinator.explain;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.explain.PictureRepository.ActiveRow;
import dev.slipway.coordinator.explain.PictureRepository.PauseRow;
import dev.slipway.coordinator.order.Blocker;
import dev.slipway.coordinator.order.Durations;
import dev.slipway.coordinator.order.Forecast;
import dev.slipway.coordinator.order.Scene;
import dev.slipway.coordinator.order.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The queue as it was at one moment, and how it is likely to go on. Immutable.
 *
 * @param asOf by the database's clock
 * @param scene what the forecasts were made from
 * @param forecasts the builds that start first, in that order
 * @param byBuild the same, by where the build stands
 * @param names of the builds in the scene, by where they stand
 * @param blockers of the heads that may not start now, by their chats
 * @param snapshot what dispatch would decide from
 * @param startsMax how many starts were foretold at most
 */
record Picture(
    Instant asOf,
    Scene scene,
    Durations durations,
    List<Forecast> forecasts,
    Map<Seat, Forecast> byBuild,
    Map<Seat, BuildRef> names,
    Map<Long, List<Blocker>> blockers,
    List<ActiveRow> active,
    List<PauseRow> pauses,
    Snapshot snapshot,
    int startsMax) {

  /** Where a build stands. */
  record Seat(long chatNo, long place) {}

  @Nullable Forecast forecast(long chatNo, long place) {
    return byBuild.get(new Seat(chatNo, place));
  }

  /** The last build of a chat that has a forecast; null: none has. */
  @Nullable Forecast lastOf(long chatNo) {
    Forecast last = null;
    for (var forecast : forecasts) {
      if (forecast.chatNo() == chatNo) {
        last = forecast;
      }
    }
    return last;
  }

  /**
   * Whether nobody can say when a build starts: it is in the scene, the queue was let go on until
   * nothing started any more, and it had not.
   */
  boolean neverStarts(long chatNo, long place) {
    return !deeper() && names.containsKey(new Seat(chatNo, place));
  }

  /** Whether more builds start than the picture foretells. */
  boolean deeper() {
    return forecasts.size() >= startsMax;
  }

  /** The name of a build in the scene; empty when it is not there. */
  String name(Forecast forecast) {
    var ref = names.get(new Seat(forecast.chatNo(), forecast.place()));
    return ref == null ? "" : ref.name();
  }
}
