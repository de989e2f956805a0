package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildState.Active;
import dev.slipway.coordinator.build.BuildState.Ended;
import dev.slipway.coordinator.build.BuildState.Failed;
import dev.slipway.coordinator.build.BuildState.Waiting;
import dev.slipway.coordinator.build.IllegalTransition;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.ActiveRepository.BuildEventRow;
import dev.slipway.coordinator.ledger.BuildsChanged.Change;
import dev.slipway.coordinator.ledger.Ledger.Written;
import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what happened to active builds, many in one transaction of the caller. */
@Singleton
class Reporting {
  private final ActiveRepository active;
  private final HeadRepository heads;
  private final StepRepository steps;
  private final RetryPolicies policies;

  Reporting(
      ActiveRepository active, HeadRepository heads, StepRepository steps, RetryPolicies policies) {
    this.active = active;
    this.heads = heads;
    this.steps = steps;
    this.policies = policies;
  }

  /**
   * What happened in an attempt.
   *
   * @param sender the fence; null for what is asked of whatever attempt the build has
   * @param alongside written in the same transaction when the events are; does nothing for most
   */
  record Report(
      BuildRef build,
      @Nullable Sender sender,
      List<? extends BuildEvent> events,
      Runnable alongside) {
    boolean mayEnd() {
      return events.stream()
          .anyMatch(
              event ->
                  event instanceof StepsSucceeded
                      || event instanceof StepsFailed
                      || event instanceof AttemptGone);
    }
  }

  /** What became of a report: written, or the exception that only its caller shall see. */
  record Outcome(Written written, @Nullable IllegalTransition refused) {}

  /** Writes the reports; the builds that changed are added to {@code changed}. */
  List<Outcome> write(Connection connection, List<Report> reports, List<Change> changed) {
    var ending =
        reports.stream().filter(Report::mayEnd).map(report -> report.build().id()).toList();
    var lock =
        active.lock(
            connection, reports.stream().map(report -> report.build().id()).distinct().toList());
    var time = active.now(connection);
    if (ending.isEmpty()) {
      BatchRepository.together(lock, time);
    } else {
      BatchRepository.together(active.lockChats(connection, ending), lock, time);
    }
    var locked =
        lock.rows().stream()
            .collect(Collectors.toMap(build -> build.ref().id(), Function.identity()));
    var templates = templates(connection, ending);
    var written = new HashMap<UUID, ActiveChange>();
    var outcomes = new ArrayList<Outcome>();
    var alongside = new ArrayList<Runnable>();
    var now = time.rows().getFirst();
    for (var report : reports) {
      var build = locked.get(report.build().id());
      // One report of a build in a batch: a second one would not see the first one's change.
      if (build != null && written.containsKey(build.ref().id())) {
        throw new IllegalStateException("two reports of " + build.ref() + " in one batch");
      }
      if (build == null
          || !build.ref().equals(report.build())
          || report.sender() != null && !report.sender().mayWrite(build)) {
        outcomes.add(new Outcome(Written.FENCED, null));
        continue;
      }
      if (report.sender() != null && report.sender().saidBefore(build)) {
        outcomes.add(new Outcome(Written.RECORDED, null));
        continue;
      }
      try {
        var change =
            ActiveChange.of(
                build,
                report.sender(),
                report.events(),
                policies.of(templates.getOrDefault(build.ref().id(), "")),
                now,
                ThreadLocalRandom.current().nextDouble());
        written.put(build.ref().id(), change);
        alongside.add(report.alongside());
        outcomes.add(new Outcome(Written.RECORDED, null));
      } catch (IllegalTransition refused) {
        outcomes.add(
            refused.state() == StateName.STOPPING
                ? new Outcome(Written.STOPPING, null)
                : new Outcome(Written.RECORDED, refused));
      }
    }
    store(connection, List.copyOf(written.values()));
    alongside.forEach(Runnable::run);
    written
        .values()
        .forEach(
            change ->
                changed.add(
                    new Change(
                        change.before().ref(),
                        change.after().name(),
                        !(change.after() instanceof Active))));
    return outcomes;
  }

  /** Looked up only where a template has a policy of its own. */
  private Map<UUID, String> templates(Connection connection, List<UUID> ending) {
    return policies.differ() && !ending.isEmpty() ? active.templates(connection, ending) : Map.of();
  }

  /** Every table once, in one order. */
  private void store(Connection connection, List<ActiveChange> changes) {
    var rows = rows(changes);
    when(
        rows,
        row -> row.event().body() instanceof StepStarted,
        some -> steps.start(connection, some));
    when(
        rows,
        row -> row.event().body() instanceof StepFinished,
        some -> steps.finish(connection, some));
    when(rows, _ -> true, all -> active.append(connection, all));
    when(
        changes,
        change -> change.after() instanceof Active,
        some -> active.update(connection, some));
    when(changes, change -> change.after() instanceof Ended, some -> active.end(connection, some));
    when(
        changes,
        change -> change.after() instanceof Waiting,
        some -> active.requeue(connection, some));
    when(
        changes,
        change -> change.after() instanceof Failed && change.before().blocksChat(),
        some -> active.block(connection, some));
    when(
        changes,
        change -> !(change.after() instanceof Active) && !nextIsWritten(change),
        some ->
            heads.refresh(
                connection, some.stream().map(change -> change.before().chatNo()).toList()));
  }

  private static boolean nextIsWritten(ActiveChange change) {
    return change.after() instanceof Ended && change.before().plainChat();
  }

  private static List<BuildEventRow> rows(List<ActiveChange> changes) {
    var rows = new ArrayList<BuildEventRow>();
    for (var change : changes) {
      for (var event : change.rows()) {
        rows.add(new BuildEventRow(change.before().ref().id(), change.before().attempt(), event));
      }
    }
    return rows;
  }

  private static <T> void when(List<T> items, Predicate<T> which, Consumer<List<T>> write) {
    var some = items.stream().filter(which).toList();
    if (!some.isEmpty()) {
      write.accept(some);
    }
  }
}
