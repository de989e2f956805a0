package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.Expired;
import dev.slipway.coordinator.build.BuildEvent.Released;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildState.Ended;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.IllegalTransition;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.ActiveChange.EventRow;
import dev.slipway.coordinator.ledger.ActiveRepository.BuildEventRow;
import dev.slipway.coordinator.ledger.BuildsChanged.Change;
import dev.slipway.coordinator.ledger.Reporting.Outcome;
import dev.slipway.coordinator.ledger.Reporting.Report;
import dev.slipway.coordinator.ledger.WaitingRepository.Opening;
import dev.slipway.coordinator.ledger.WaitingRepository.Place;
import dev.slipway.coordinator.loop.GroupCommit;
import dev.slipway.coordinator.sql.BatchRepository;
import dev.slipway.coordinator.sql.Commits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.transaction.TransactionOperations;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens to builds: one writer, one transaction for state and event. Locks are always
 * taken in the order chat, head, waiting, active, and within each by number, so that writers wait
 * for each other but never in a circle.
 */
@Singleton
public class Ledger {
  private final TransactionOperations<Connection> transactions;
  private final Commits commits;
  private final ChatRepository chats;
  private final HeadRepository heads;
  private final WaitingRepository waiting;
  private final ActiveRepository active;
  private final Reporting reporting;
  private final ApplicationEventPublisher<BuildsChanged> changed;
  private final GroupCommit<Report, Outcome> reports;

  Ledger(
      TransactionOperations<Connection> transactions,
      Commits commits,
      ChatRepository chats,
      HeadRepository heads,
      WaitingRepository waiting,
      ActiveRepository active,
      Reporting reporting,
      LedgerConfig config,
      MeterRegistry metrics,
      ApplicationEventPublisher<BuildsChanged> changed) {
    this.transactions = transactions;
    this.commits = commits;
    this.chats = chats;
    this.heads = heads;
    this.waiting = waiting;
    this.active = active;
    this.reporting = reporting;
    this.changed = changed;
    this.reports =
        new GroupCommit<>(
            "report",
            config.reportWriters(),
            config.reportBatchMax(),
            config.reportQueueMax(),
            metrics,
            this::write);
  }

  /**
   * Stores new builds, HELD or QUEUED, each with event 1. In the caller's transaction, which holds
   * the rows of their chats.
   */
  public void open(Connection connection, List<NewBuild> builds) {
    var best = new HashMap<Long, Long>();
    for (var build : builds) {
      best.merge(build.slot().chatNo(), build.sortKey(), Math::min);
    }
    var seen = new HashSet<Long>();
    var openings = new ArrayList<Opening>();
    var changes = new ArrayList<Change>();
    for (var build : builds) {
      long chat = build.slot().chatNo();
      boolean alone = chat == 0;
      openings.add(
          new Opening(
              build,
              alone || seen.add(chat),
              alone ? build.sortKey() : best.getOrDefault(chat, 0L)));
      changes.add(
          new Change(build.ref(), build.hold() == null ? StateName.QUEUED : StateName.HELD));
    }
    waiting.open(connection, openings);
    var between = builds.stream().filter(build -> build.slot().takesPlace()).toList();
    if (!between.isEmpty()) {
      waiting.lendBehind(connection, between);
      heads.refresh(connection, between.stream().map(build -> build.slot().chatNo()).toList());
    }
    changed.publishEvent(new BuildsChanged(changes));
  }

  /**
   * Gives attempts away, in the caller's transaction, which holds the dispatch lock. A head that
   * was cancelled or changed since it was read is left out of the answer.
   *
   * @param coordinator the run of the coordinator that leases
   */
  public List<Leased> lease(Connection connection, List<NewLease> leases, UUID coordinator) {
    var parallel = leases.stream().filter(NewLease::parallel).map(NewLease::chatNo).toList();
    if (!parallel.isEmpty()) {
      BatchRepository.together(chats.lock(connection, parallel));
    }
    var leased = heads.lease(connection, leases, coordinator);
    if (!parallel.isEmpty()) {
      heads.refresh(connection, parallel);
    }
    changed.publishEvent(
        new BuildsChanged(
            leased.stream().map(one -> new Change(one.build(), StateName.STARTING)).toList()));
    return leased;
  }

  /**
   * Records what happened in an attempt, all of it or nothing, in one transaction with other
   * attempts' reports. Blocks until it is committed. Reports of one build are written in the order
   * of the calls.
   *
   * @param sender the fence: only the newest stream of the build's current attempt may write
   * @param alongside what is written in the same transaction, when the events are; on any thread
   * @return whether it was recorded, or why not; never half of it
   * @throws IllegalTransition when it cannot happen now
   */
  public Written record(
      BuildRef ref, Sender sender, List<? extends BuildEvent> happened, Runnable alongside) {
    var outcome = reports.call(new Report(ref, sender, happened, alongside), ref.id().hashCode());
    if (outcome.refused() != null) {
      throw outcome.refused();
    }
    return outcome.written();
  }

  /** As {@link #record(BuildRef, Sender, List, Runnable)}, by someone who is not its runner. */
  public Written record(BuildRef ref, UUID attemptUid, List<? extends BuildEvent> happened) {
    return record(ref, Sender.outside(attemptUid), happened, () -> {});
  }

  /** As {@link #record(BuildRef, UUID, List)}, for one event. */
  public Written record(BuildRef ref, UUID attemptUid, BuildEvent event) {
    return record(ref, attemptUid, List.of(event));
  }

  /** What became of a report. */
  public enum Written {
    /** It is stored. */
    RECORDED,
    /** The attempt is not the build's current one, or a newer stream of its runner took over. */
    FENCED,
    /** The build is on its way to another end, which was committed first. */
    STOPPING
  }

  private List<Outcome> write(List<Report> batch) {
    if (batch.stream().map(Report::build).distinct().count() < batch.size()) {
      // Two reports of one build: the writer then takes them one by one.
      throw new IllegalStateException("two reports of one build in a batch");
    }
    return commits.write(
        connection -> {
          var changes = new ArrayList<Change>();
          var outcomes = reporting.write(connection, batch, changes);
          changed.publishEvent(new BuildsChanged(changes));
          return outcomes;
        });
  }

  /**
   * Records what someone outside of the attempts wants: a cancel, another priority, the end of a
   * hold. Joins the caller's transaction when there is one.
   *
   * @return false when the build is past the point where it could happen: nothing was changed
   * @throws Refusal when there is no such build
   */
  public boolean ask(BuildRef ref, BuildEvent event) {
    return transactions.executeWrite(
        transaction -> {
          var connection = transaction.getConnection();
          var places = waiting.places(connection, List.of(ref));
          if (places.isEmpty()) {
            throw Refusal.notFound(ref.name());
          }
          return !ask(connection, places, event, _ -> true, LOOKS).isEmpty();
        });
  }

  /**
   * As {@link #ask(BuildRef, BuildEvent)}, for many builds in one transaction; a build that there
   * is not is passed over.
   *
   * @return the builds to which it happened
   */
  public List<BuildRef> askAll(List<BuildRef> builds, BuildEvent event) {
    return askAll(builds, event, _ -> true);
  }

  /**
   * As {@link #askAll(List, BuildEvent)}, but of builds that wait only those to which it applies.
   *
   * @param applies is asked under the lock, so that nothing changes what it saw
   */
  private List<BuildRef> askAll(
      List<BuildRef> builds, BuildEvent event, Predicate<WaitingBuild> applies) {
    return transactions.executeWrite(
        transaction -> {
          var connection = transaction.getConnection();
          return ask(connection, waiting.places(connection, builds), event, applies, LOOKS);
        });
  }

  /**
   * A build that is neither waiting nor active has ended, or went back to its place between the two
   * looks: so there is a second one.
   */
  private static final int LOOKS = 2;

  private List<BuildRef> ask(
      Connection connection,
      List<Place> places,
      BuildEvent event,
      Predicate<WaitingBuild> applies,
      int looks) {
    var numbers = places.stream().map(Place::chatNo).distinct().sorted().toList();
    BatchRepository.together(chats.lock(connection, numbers), heads.lock(connection, numbers));
    var asked = new ArrayList<BuildRef>();
    var changes = new ArrayList<Change>();
    var found = waiting.lock(connection, places);
    askWaiting(connection, found.stream().filter(applies).toList(), event, asked, changes);
    var rest =
        places.stream()
            .filter(place -> found.stream().noneMatch(build -> build.ref().equals(place.ref())))
            .distinct()
            .toList();
    var missing = new ArrayList<Place>();
    if (!rest.isEmpty()) {
      var outcomes =
          reporting.write(
              connection,
              rest.stream()
                  .map(place -> new Report(place.ref(), null, List.of(event), () -> {}))
                  .toList(),
              changes);
      for (int i = 0; i < rest.size(); i++) {
        var outcome = outcomes.get(i);
        if (outcome.written() == Written.RECORDED && outcome.refused() == null) {
          asked.add(rest.get(i).ref());
        } else if (outcome.written() == Written.FENCED) {
          missing.add(rest.get(i));
        }
      }
    }
    changed.publishEvent(new BuildsChanged(changes));
    if (looks > 1 && !missing.isEmpty()) {
      asked.addAll(ask(connection, missing, event, applies, looks - 1));
    }
    return asked;
  }

  private void askWaiting(
      Connection connection,
      List<WaitingBuild> builds,
      BuildEvent event,
      List<BuildRef> asked,
      List<Change> changes) {
    var happened = new ArrayList<WaitingChange>();
    for (var build : builds) {
      try {
        happened.add(WaitingChange.of(build, event));
      } catch (IllegalTransition past) {
        // It is past that point; nothing to do.
      }
    }
    if (happened.isEmpty()) {
      return;
    }
    var ended = happened.stream().filter(change -> change.after() instanceof Ended).toList();
    var going = happened.stream().filter(change -> !(change.after() instanceof Ended)).toList();
    if (!ended.isEmpty()) {
      waiting.end(connection, ended);
    }
    if (!going.isEmpty()) {
      active.append(connection, going.stream().map(Ledger::row).toList());
      waiting.update(connection, going);
    }
    heads.refresh(connection, happened.stream().map(change -> change.before().chatNo()).toList());
    for (var change : happened) {
      asked.add(change.before().ref());
      changes.add(new Change(change.before().ref(), change.after().name()));
    }
  }

  private static BuildEventRow row(WaitingChange change) {
    var before = change.before();
    return new BuildEventRow(
        before.ref().id(),
        before.attempt(),
        new EventRow(
            before.lastSequence() + 1,
            before.lifecycle().name(),
            change.after().name(),
            0,
            change.event()));
  }

  /**
   * Releases builds whose hold is over and gives up those that waited longer than they wanted to,
   * at most {@code most} of each. One whose hold was made longer since it was seen is left alone:
   * its time is looked at again under its lock. Safe to repeat, from any coordinator.
   *
   * @return how many seemed due
   */
  public int release(int most) {
    var due =
        transactions.executeRead(transaction -> waiting.due(transaction.getConnection(), most));
    var released =
        due.stream().filter(one -> !one.expired()).map(WaitingRepository.Due::ref).toList();
    var expired =
        due.stream()
            .filter(WaitingRepository.Due::expired)
            .map(WaitingRepository.Due::ref)
            .toList();
    if (!released.isEmpty()) {
      askAll(released, new Released(), WaitingBuild::holdOver);
    }
    if (!expired.isEmpty()) {
      askAll(expired, new Expired(EXPIRED), WaitingBuild::expired);
    }
    return due.size();
  }

  private static final Failure EXPIRED =
      Failure.of(
          Failure.Reason.QUEUE_TTL_EXPIRED,
          "It waited longer for its start than its queue_ttl.",
          "Submit it again, with a longer queue_ttl or a higher priority; slipway explain tells"
              + " what it would wait for.");

  /**
   * Moves the end of a chat's debounce, in the caller's transaction, which holds the chat's row.
   */
  public void extendDebounce(Connection connection, long chatNo, Instant until) {
    waiting.extendDebounces(connection, chatNo, until);
  }

  /**
   * Makes a chat's head what it should be after its policies changed. In the caller's transaction;
   * takes the chat's lock.
   */
  public void refreshHead(Connection connection, long chatNo) {
    var number = List.of(chatNo);
    BatchRepository.together(chats.lock(connection, number), heads.lock(connection, number));
    heads.refresh(connection, number);
    active.allowParallel(connection, chatNo);
    changed.publishEvent(new BuildsChanged(List.of()));
  }

  /**
   * Lets a chat go on that a failed build blocks, in the caller's transaction.
   *
   * @param blockedBy only when it is this build; null: whichever it is
   * @return whether it was blocked
   */
  public boolean unblock(Connection connection, long chatNo, @Nullable UUID blockedBy) {
    BatchRepository.together(chats.lock(connection, List.of(chatNo)));
    boolean unblocked = chats.unblock(connection, chatNo, blockedBy) > 0;
    refreshHead(connection, chatNo);
    return unblocked;
  }

  @PreDestroy
  void stop() {
    reports.close();
  }
}
