package dev.slipway.coordinator.search;

import dev.slipway.coordinator.search.SearchRepository.StepRange;
import java.util.List;

/** Which step printed which part of a log. */
record Steps(List<StepRange> ranges) {

  /** The step whose part holds this byte; empty for none. */
  String at(long offset) {
    String step = "";
    for (var range : ranges) {
      var end = range.end();
      if (range.start() <= offset && (end == null || offset < end)) {
        // Of two that do, the later one: the first was cut off, and its end is not known.
        step = range.step();
      }
    }
    return step;
  }
}
