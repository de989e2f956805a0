package dev.slipway.coordinator.model;

import java.util.function.Predicate;

/**
 * One of the builds there are by then.
 *
 * @param index counted from the newest, round and round
 * @param any whether it need not be one with which the command makes sense
 */
record Pick(int index, boolean any) {

  /** Its number; 0, which no build has, while there is none. */
  int from(Model model, Predicate<ModelBuild> sensible) {
    var all = model.builds();
    var wanted = any ? all : all.stream().filter(sensible).toList();
    var candidates = wanted.isEmpty() ? all : wanted;
    return candidates.isEmpty()
        ? 0
        : candidates.get(candidates.size() - 1 - index % candidates.size()).number;
  }
}
