package dev.slipway.coordinator.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.Leased;
import dev.slipway.coordinator.build.BuildEvent.Released;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildState.Cancelled;
import dev.slipway.coordinator.build.BuildState.Failed;
import dev.slipway.coordinator.build.BuildState.Held;
import dev.slipway.coordinator.build.BuildState.Queued;
import dev.slipway.coordinator.build.BuildState.Running;
import dev.slipway.coordinator.build.BuildState.Starting;
import dev.slipway.coordinator.build.BuildState.Stop;
import dev.slipway.coordinator.build.BuildState.Stopping;
import dev.slipway.coordinator.build.BuildState.Succeeded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private static final Path CHART = Path.of("../docs/lifecycle.md");
  private static final Lease LEASE = new Lease(1, UUID.randomUUID());
  private static final Failure FAILURE = Failure.of(Failure.Reason.STEP_FAILED, "it broke", "");
  private static final Results RESULTS = new Results(List.of(), "", false);
  private static final Hold HOLD = new Hold(Hold.Kind.SCHEDULE, Instant.EPOCH);
  private static final AttemptGone LAST_LOSS = new AttemptGone(FAILURE, true);
  private static final AttemptGone LOSS = LAST_LOSS.retriedAt(Instant.EPOCH);
  private static final AttemptGone UNCOUNTED = new AttemptGone(FAILURE, false);

  /** One state of each kind, and those whose next step depends on what they carry once for each. */
  private static final Map<String, BuildState> STATES = new LinkedHashMap<>();

  static {
    STATES.put("HELD", new Held(0, 0, HOLD));
    STATES.put("QUEUED", new Queued(0, 0));
    STATES.put("STARTING", new Starting(LEASE, 0));
    STATES.put("RUNNING", new Running(LEASE, 0));
    STATES.put("STOPPING for a cancel", new Stopping(LEASE, new Stop.Cancel("enough", null)));
    STATES.put("STOPPING for a failure", new Stopping(LEASE, new Stop.Fail(FAILURE)));
    STATES.put("STOPPING to go back", new Stopping(LEASE, new Stop.Requeue(0)));
    STATES.put("SUCCEEDED", new Succeeded(1, RESULTS));
    STATES.put("FAILED", new Failed(1, FAILURE));
    STATES.put("CANCELLED", new Cancelled(1, "enough", null));
  }

  /** One event of each kind, and each of those that lead elsewhere by what they carry. */
  private static final List<BuildEvent> EVENTS =
      List.of(
          new BuildEvent.Submitted(),
          new Leased(UUID.randomUUID()),
          new BuildEvent.Claimed(),
          new BuildEvent.SourceResolved("c0ffee"),
          new BuildEvent.StepStarted("build", "npm run build", 60, 0),
          new BuildEvent.StepFinished("build", 0, 1, false, 0, 0, null),
          new BuildEvent.Warned("", "CODE", "something"),
          new BuildEvent.ArtifactStored("site.zip", 1),
          new BuildEvent.PreviewServed("http://x", ""),
          new StepsSucceeded(RESULTS),
          new BuildEvent.StepsFailed(FAILURE),
          new CancelAsked("enough"),
          new BuildEvent.Overdue(FAILURE),
          new BuildEvent.BrokeProtocol(FAILURE),
          LOSS,
          LAST_LOSS,
          UNCOUNTED,
          new Released(),
          new BuildEvent.PriorityChanged(Priority.LOW, Priority.HIGH),
          new BuildEvent.Superseded(UUID.randomUUID(), "a later one came"),
          new BuildEvent.Expired(FAILURE),
          new BuildEvent.Drained("cluster"));

  @Test
  void everyKindOfStateAndEventIsVisited() {
    var events = new TreeSet<>(EVENTS.stream().map(e -> e.getClass().getSimpleName()).toList());
    var states = new TreeSet<>(STATES.values().stream().map(s -> s.getClass().getName()).toList());

    assertThat(events)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(BuildEvent.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList());
    assertThat(states)
        .containsExactlyInAnyOrderElementsOf(
            records(BuildState.class).map(Class::getName).toList());
  }

  /** The chart is what this test saw: a changed edge changes the file, and the test says so. */
  @Test
  void chartShowsEveryEdge() throws Exception {
    var chart = chart();
    var before = Files.exists(CHART) ? Files.readString(CHART) : "";
    Files.writeString(CHART, chart);

    assertThat(before)
        .as("docs/lifecycle.md was out of date and is written anew: look at it and commit it")
        .isEqualTo(chart);
  }

  @Test
  void nothingLeavesAnEnd() {
    for (var state : STATES.values()) {
      if (state instanceof BuildState.Ended) {
        for (var event : EVENTS) {
          assertThatThrownBy(() -> Lifecycle.next(state, event))
              .isInstanceOf(IllegalTransition.class)
              .hasMessageContaining(state.name().name());
        }
      }
    }
  }

  @Test
  void attemptLostForTheLastTimeFailsTheBuild() {
    var backoff = new Hold(Hold.Kind.BACKOFF, Instant.EPOCH);

    BuildState state = Lifecycle.first(null);
    for (int loss = 1; loss < 3; loss++) {
      state = Lifecycle.next(Lifecycle.next(state, new Leased(UUID.randomUUID())), LOSS);
      assertThat(state).isEqualTo(new Held(loss, loss, backoff));
      state = Lifecycle.next(state, new Released());
      assertThat(state).isEqualTo(new Queued(loss, loss));
    }
    state = Lifecycle.next(Lifecycle.next(state, new Leased(UUID.randomUUID())), LAST_LOSS);

    assertThat(state).isEqualTo(new Failed(3, FAILURE));
  }

  @Test
  void attemptLostWithItsCoordinatorDoesNotCount() {
    BuildState state = Lifecycle.first(null);
    for (int loss = 1; loss <= 10; loss++) {
      state = Lifecycle.next(state, new Leased(UUID.randomUUID()));
      state = Lifecycle.next(state, UNCOUNTED);
    }

    assertThat(state).isEqualTo(new Queued(10, 0));
  }

  @Test
  void resultAfterCancelChangesNothing() {
    var stopping = STATES.get("STOPPING for a cancel");

    assertThatThrownBy(() -> Lifecycle.next(stopping, new StepsSucceeded(RESULTS)))
        .isInstanceOf(IllegalTransition.class);
    assertThat(Lifecycle.next(stopping, LAST_LOSS)).isEqualTo(new Cancelled(1, "enough", null));
  }

  @Test
  void buildThatIsHeldAtFirstWaitsForItsTimeAndThenForItsTurn() {
    var held = Lifecycle.first(HOLD);

    assertThat(held).isEqualTo(new Held(0, 0, HOLD));
    assertThatThrownBy(() -> Lifecycle.next(held, new Leased(UUID.randomUUID())))
        .isInstanceOf(IllegalTransition.class);
    assertThat(Lifecycle.next(held, new Released())).isEqualTo(new Queued(0, 0));
  }

  @Test
  void drainedBuildGoesBackWithTheLossesItHadUnlessItIsCancelledMeanwhile() {
    var stopping =
        Lifecycle.next(
            new Running(new Lease(2, UUID.randomUUID()), 1), new BuildEvent.Drained("cluster"));

    assertThat(Lifecycle.next(stopping, LAST_LOSS)).isEqualTo(new Queued(2, 1));
    assertThat(Lifecycle.next(Lifecycle.next(stopping, new CancelAsked("enough")), LAST_LOSS))
        .isEqualTo(new Cancelled(2, "enough", null));
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(LifecycleTest::records)
        : type.isRecord() && BuildState.class.isAssignableFrom(type)
            ? Stream.of(type)
            : Stream.empty();
  }

  private static String chart() {
    var edges = new TreeSet<String>();
    var table = new StringBuilder("| state \\ event |");
    EVENTS.forEach(event -> table.append(' ').append(name(event)).append(" |"));
    table.append("\n|---|").append("---|".repeat(EVENTS.size())).append('\n');
    STATES.forEach(
        (title, state) -> {
          table.append("| ").append(title).append(" |");
          for (var event : EVENTS) {
            table.append(' ').append(cell(state, event, edges)).append(" |");
          }
          table.append('\n');
        });
    return """
    # The lifecycle of a build

    Written by `LifecycleTest`, which visits every pair of state and event; do not edit. Each event is explained in
    `BuildEvent`, each state in `BuildState`, and the one function that decides is `Lifecycle.next`.

    ```mermaid
    stateDiagram-v2
        [*] --> HELD: Submitted
        [*] --> QUEUED: Submitted
    %s
        SUCCEEDED --> [*]
        FAILED --> [*]
        CANCELLED --> [*]
    ```

    A cell holds the state after the event: `·` means that the state stays and the event is only recorded, and an empty
    cell that the event is refused and nothing is recorded.

    %s\
    """
        .formatted(String.join("\n", edges), table);
  }

  private static String cell(BuildState state, BuildEvent event, TreeSet<String> edges) {
    try {
      var next = Lifecycle.next(state, event).name();
      if (next == state.name()) {
        return "·";
      }
      edges.add("    " + state.name() + " --> " + next + ": " + name(event));
      return next.name();
    } catch (IllegalTransition refused) {
      return "";
    }
  }

  private static String name(BuildEvent event) {
    var name = event.getClass().getSimpleName();
    return switch (event) {
      case AttemptGone gone when !gone.counted() -> name + " uncounted";
      case AttemptGone gone when gone.retryTime() == null -> name + " too often";
      default -> name;
    };
  }
}
