package dev.slipway.coordinator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildState;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.Hold;
import dev.slipway.coordinator.build.IllegalTransition;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.ledger.TestChanges;
import dev.slipway.coordinator.ledger.TestChanges.Changed;
import dev.slipway.coordinator.order.Decision;
import dev.slipway.coordinator.order.Head;
import dev.slipway.coordinator.order.Limit;
import dev.slipway.coordinator.order.Order;
import dev.slipway.coordinator.order.Scope;
import dev.slipway.coordinator.order.Snapshot;
import dev.slipway.coordinator.order.TenantQueue;
import dev.slipway.coordinator.order.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Asks the coordinator's pure functions about everything that the model does: the lifecycle and
 * what the ledger would store, the retry policy, and who is next.
 */
final class PureFunctions implements Witness {
  private static final UUID ATTEMPT = new UUID(0, 7);
  private static final Duration BACKOFF = Duration.ofMinutes(1);

  @Override
  public void happened(State before, Happening what, State after, Instant now) {
    if (before.ended()) {
      // The ledger looks for builds that wait or are active, and finds none.
      assertThat(after).as("%s to %s", what, before).isNull();
      return;
    }
    Changed changed;
    try {
      changed =
          TestChanges.apply(
              state(before),
              before.losses(),
              before.sequence(),
              event(what),
              BACKOFF,
              now,
              (before.sequence() % 5) / 4.0);
    } catch (IllegalTransition refused) {
      assertThat(after).as("%s to %s, which is refused", what, before).isNull();
      return;
    }
    assertThat(after).as("%s to %s, which is not refused", what, before).isNotNull();
    assertThat(words(changed)).as("%s to %s", what, before).isEqualTo(words(after));
    if (what.kind() == Happening.Kind.LOST && after.hold().equals("BACKOFF")) {
      var until = ((BuildState.Held) changed.after()).hold().until();
      var right = Duration.between(now, after.until()).toMillis();
      assertThat(Duration.between(now, until).toMillis()).isCloseTo(right, within(right / 5));
    }
  }

  private static String words(Changed changed) {
    var state = changed.after();
    return "%s, %d attempts, %d lost, event %d, dead %s, %s"
        .formatted(
            state.name(),
            state.attempts(),
            changed.losses(),
            changed.lastSequence(),
            changed.deadLetter(),
            switch (state) {
              case BuildState.Held held -> held.hold().kind();
              case BuildState.Stopping stopping ->
                  switch (stopping.stop()) {
                    case BuildState.Stop.Cancel(_, var by) -> "CANCEL" + by(by);
                    case BuildState.Stop.Fail(var failure) -> "FAIL " + failure.reason();
                    case BuildState.Stop.Requeue _ -> "REQUEUE";
                  };
              case BuildState.Failed failed -> failed.failure().reason();
              case BuildState.Cancelled cancelled -> "given up" + by(cancelled.supersededBy());
              default -> "";
            });
  }

  private static String by(UUID superseding) {
    return superseding == null ? "" : " for " + superseding.getLeastSignificantBits();
  }

  private static String words(State state) {
    var by = state.by() == 0 ? "" : " for " + state.by();
    return "%s, %d attempts, %d lost, event %d, dead %s, %s"
        .formatted(
            state.phase(),
            state.attempts(),
            state.losses(),
            state.sequence(),
            state.deadLetter(),
            switch (state.phase()) {
              case "HELD" -> state.hold();
              case "STOPPING" ->
                  switch (state.stop()) {
                    case "CANCEL" -> "CANCEL" + by;
                    case "FAIL" -> "FAIL " + state.reason();
                    default -> "REQUEUE";
                  };
              case "FAILED" -> state.reason();
              case "CANCELLED" -> "given up" + by;
              default -> "";
            });
  }

  private static BuildState state(State state) {
    var lease = new Lease(Math.max(1, state.attempts()), ATTEMPT);
    return switch (state.phase()) {
      case "HELD" ->
          new BuildState.Held(
              state.attempts(),
              state.losses(),
              new Hold(Hold.Kind.valueOf(state.hold()), state.until()));
      case "QUEUED" -> new BuildState.Queued(state.attempts(), state.losses());
      case "STARTING" -> new BuildState.Starting(lease, state.losses());
      case "RUNNING" -> new BuildState.Running(lease, state.losses());
      default -> new BuildState.Stopping(lease, stop(state));
    };
  }

  private static BuildState.Stop stop(State state) {
    return switch (state.stop()) {
      case "CANCEL" ->
          new BuildState.Stop.Cancel("", state.by() == 0 ? null : new UUID(0, state.by()));
      case "FAIL" -> new BuildState.Stop.Fail(failure(state.reason()));
      default -> new BuildState.Stop.Requeue(state.losses());
    };
  }

  private static BuildEvent event(Happening what) {
    return switch (what.kind()) {
      case LEASED -> new BuildEvent.Leased(ATTEMPT);
      case CLAIMED -> new BuildEvent.Claimed();
      case SUCCEEDED -> new BuildEvent.StepsSucceeded(new Results(List.of(), "", false));
      case FAILED -> new BuildEvent.StepsFailed(failure("STEP_FAILED"));
      case CANCELLED -> new BuildEvent.CancelAsked("");
      case SUPERSEDED -> new BuildEvent.Superseded(new UUID(0, what.by()), "");
      case OVERDUE -> new BuildEvent.Overdue(failure(what.reason()));
      case DRAINED -> new BuildEvent.Drained("cluster");
      case LOST -> new BuildEvent.AttemptGone(failure("RUNNER_LOST"), true);
      case LOST_UNCOUNTED -> new BuildEvent.AttemptGone(failure("RUNNER_LOST"), false);
      case RELEASED -> new BuildEvent.Released();
      case PRIORITY_CHANGED ->
          new BuildEvent.PriorityChanged(
              dev.slipway.coordinator.build.Priority.LOW,
              dev.slipway.coordinator.build.Priority.HIGH);
      case EXPIRED -> new BuildEvent.Expired(failure("QUEUE_TTL_EXPIRED"));
    };
  }

  private static Failure failure(String reason) {
    return Failure.of(Reason.valueOf(reason), "", "");
  }

  @Override
  public void decided(Contest.Situation situation, List<Contest.Head> admitted) {
    var decision = Order.decide(snapshot(situation));

    assertThat(decision.end()).isInstanceOf(Decision.End.Complete.class);
    assertThat(decision.admitted().stream().map(Head::chatNo).toList())
        .as("who starts in %s", situation)
        .isEqualTo(admitted.stream().map(head -> head.build().chat.number).toList());
  }

  private static Snapshot snapshot(Contest.Situation situation) {
    var queues =
        situation.heads().stream()
            .map(PureFunctions::head)
            .sorted(Head.ORDER)
            .collect(Collectors.groupingBy(Head::tenant))
            .entrySet()
            .stream()
            .map(
                of ->
                    new TenantQueue(
                        of.getKey(),
                        situation.weights().getOrDefault(of.getKey(), 1.0),
                        of.getValue(),
                        false))
            .toList();
    return new Snapshot(
        situation.now(),
        limits(situation),
        Set.of(),
        situation.active().stream().map(PureFunctions::use).toList(),
        queues,
        1_000,
        Duration.between(situation.overdueBefore(), situation.now()));
  }

  private static Map<Scope, Limit> limits(Contest.Situation situation) {
    var chats = new HashMap<String, Long>();
    situation.active().forEach(build -> chats.put(build.chat.scope(), build.chat.number));
    situation
        .heads()
        .forEach(head -> chats.put(head.build().chat.scope(), head.build().chat.number));
    var limits = new HashMap<Scope, Limit>();
    situation
        .limits()
        .forEach(
            (name, of) -> {
              var scope = scope(name, chats);
              if (scope != null) {
                limits.put(
                    scope,
                    new Limit(
                        of.getOrDefault("running", Limit.NONE),
                        of.getOrDefault("cpu_millis", Limit.NONE),
                        of.getOrDefault("memory_mib", Limit.NONE)));
              }
            });
    return limits;
  }

  /** Null: of a chat in which nothing waits or runs. */
  private static Scope scope(String name, Map<String, Long> chats) {
    var parts = name.split("/");
    return switch (parts.length) {
      case 1 -> Scope.CLUSTER;
      case 2 -> new Scope.Tenant(parts[1]);
      default ->
          parts[2].equals("projects")
              ? new Scope.Project(parts[1], parts[3])
              : chats.containsKey(name) ? new Scope.Chat(chats.get(name)) : null;
    };
  }

  private static Head head(Contest.Head head) {
    var build = head.build();
    return new Head(
        build.chat.number,
        build.place,
        build.chat.tenant,
        build.chat.project,
        head.sortKey(),
        build.wanted.cpuMillis(),
        build.wanted.memoryMib(),
        head.readySince());
  }

  private static Use use(ModelBuild build) {
    return new Use(
        build.chat.tenant,
        build.chat.project,
        build.chat.number,
        1,
        build.wanted.cpuMillis(),
        build.wanted.memoryMib());
  }
}
