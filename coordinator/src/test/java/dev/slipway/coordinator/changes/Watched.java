package dev.slipway.coordinator.changes;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.edge.TestStream;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.BuildsDelta;
import dev.slipway.v1.WatchBuildsRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What a client makes of its stream. */
final class Watched {
  final TestStream<WatchBuildsRequest, BuildsDelta> stream;
  final List<BuildsDelta> deltas = new ArrayList<>();
  final Map<String, Build> builds = new HashMap<>();
  final Map<String, State> state = new HashMap<>();
  final Set<String> removed = new HashSet<>();
  String token = "";

  Watched(TestStream<WatchBuildsRequest, BuildsDelta> stream) {
    this.stream = stream;
  }

  void untilListed() throws InterruptedException {
    until(_ -> !token.isEmpty());
  }

  void untilIs(BuildRef build, State is) throws InterruptedException {
    until(now -> now.get(build.name()) == is);
  }

  void untilSequence(BuildRef build, long sequence) throws InterruptedException {
    until(
        _ ->
            builds.containsKey(build.name())
                && builds.get(build.name()).getLastSequence() == sequence);
  }

  void until(Predicate<Map<String, State>> enough) throws InterruptedException {
    while (!enough.test(state)) {
      take(stream.next());
    }
  }

  private void take(BuildsDelta delta) {
    deltas.add(delta);
    if (delta.getReset()) {
      builds.clear();
      state.clear();
    }
    for (var build : delta.getChangedList()) {
      builds.put(build.getName(), build);
      state.put(build.getName(), build.getState());
    }
    for (var name : delta.getRemovedList()) {
      removed.add(name);
      builds.remove(name);
      state.remove(name);
    }
    if (!delta.getResumeToken().isEmpty()) {
      token = delta.getResumeToken();
    }
  }
}
