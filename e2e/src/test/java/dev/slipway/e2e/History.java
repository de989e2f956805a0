package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.v1.Build.State;
import dev.slipway.v1.BuildEvent;
import java.util.List;
import java.util.stream.LongStream;

/** The rules that the events of every ended build keep. */
public final class History {

  private History() {}

  /** Sequences 1 … n without a gap; the last event, and only that one, is terminal. */
  public static void assertWhole(List<BuildEvent> events) {
    assertContinues(0, events);
  }

  /** The same for what follows a sequence that was seen before. */
  public static void assertContinues(long after, List<BuildEvent> events) {
    assertThat(events)
        .extracting(BuildEvent::getSequence)
        .as("sequences after %d", after)
        .isEqualTo(LongStream.rangeClosed(after + 1, after + events.size()).boxed().toList());
    assertThat(events.subList(0, events.size() - 1))
        .as("all events but the last")
        .noneMatch(event -> Builds.isTerminal(event.getState()));
    assertThat(events.getLast().getState()).as("the last event").matches(Builds::isTerminal);
  }

  /** The states in the order in which the build was in them, without repeats. */
  public static List<State> states(List<BuildEvent> events) {
    return events.stream().filter(BuildEvent::hasStateChanged).map(BuildEvent::getState).toList();
  }
}
