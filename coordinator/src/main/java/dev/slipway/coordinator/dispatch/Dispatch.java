package dev.slipway.coordinator.dispatch;

import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.launch.Launcher;
import dev.slipway.coordinator.ledger.BuildsChanged;
import dev.slipway.coordinator.ledger.BuildsChanged.Change;
import dev.slipway.coordinator.ledger.Leased;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.NewLease;
import dev.slipway.coordinator.loop.Loop;
import dev.slipway.coordinator.order.Decision;
import dev.slipway.coordinator.order.Head;
import dev.slipway.coordinator.order.Order;
import dev.slipway.coordinator.peer.CoordinatorId;
import dev.slipway.coordinator.queue.pause.QueueChanged;
import dev.slipway.coordinator.sql.BatchRepository;
import dev.slipway.coordinator.sql.Commits;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases heads to runners, in the order that {@link Order} says, while they fit. */
@Singleton
public class Dispatch {
  private static final Logger log = LoggerFactory.getLogger(Dispatch.class);

  /** Heads of one tenant that are read at least, and at most when the first ones do not fit. */
  private static final int HEADS_MIN = 8;

  private static final int HEADS_MAX = 4096;

  /** Heads that are read for each that can start, so that few turns end before their time. */
  private static final int HEADS_PER_ADMISSION = 3;

  /** Decisions in one run of the loop: then it lets its stop be heard. */
  private static final int ROUNDS_MAX = 64;

  private final Commits commits;
  private final DataSource dataSource;
  private final DispatchRepository repository;
  private final Snapshots snapshots;
  private final DispatchConfig config;
  private final Ledger ledger;
  private final Launcher launcher;
  private final CoordinatorId coordinator;
  private final DistributionSummary batch;
  private final List<Loop> loops = new ArrayList<>();
  private final AtomicBoolean hinted = new AtomicBoolean();
  private volatile @Nullable UUID incarnation;

  /** Whether the last decision left no room in the cluster: then a new build changes nothing. */
  private volatile boolean full;

  /** Tenants that had heads in the last decision: how deep the next one has to look. */
  private volatile int tenants = 1;

  Dispatch(
      Commits commits,
      DataSource dataSource,
      DispatchRepository repository,
      Snapshots snapshots,
      DispatchConfig config,
      Ledger ledger,
      Launcher launcher,
      CoordinatorId coordinator,
      MeterRegistry metrics) {
    this.commits = commits;
    this.dataSource = DelegatingDataSource.unwrapDataSource(dataSource);
    this.repository = repository;
    this.snapshots = snapshots;
    this.config = config;
    this.ledger = ledger;
    this.launcher = launcher;
    this.coordinator = coordinator;
    this.batch = DistributionSummary.builder("slipway.dispatch.batch").register(metrics);
    for (int i = 0; i < config.dispatchers(); i++) {
      loops.add(new Loop("dispatch", config.period(), metrics, this::once));
    }
  }

  /** Begins to lease. Called when whatever an earlier run left behind is gone. */
  public void start() {
    loops.forEach(Loop::start);
  }

  /**
   * Ends holds that are over, and leases and launches what can start now. Without a hint it asks
   * first whether there is anything to do, which is cheaper than to decide.
   */
  void once() {
    if (hinted.getAndSet(false) || mayHaveWork()) {
      lease();
    }
  }

  private boolean mayHaveWork() {
    // No transaction: a lone statement is one round trip.
    try (var connection = dataSource.getConnection()) {
      return repository.work(connection);
    } catch (SQLException e) {
      throw new DataAccessException("dispatch cannot look for work", e);
    }
  }

  private void lease() {
    int deeper = 1;
    boolean released = false;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      int factor = deeper;
      boolean late = released;
      var tick = commits.write(connection -> tick(connection, factor, late));
      tick.launches().forEach(this::launch);
      if (tick.next() == Next.RELEASE) {
        ledger.release(config.batchMax());
        released = true;
      } else if (tick.next() == Next.DEEPER && deeper < HEADS_MAX) {
        deeper *= 4;
      } else if (tick.next() != Next.AGAIN) {
        return;
      }
    }
    // Others of this process may have something to say in between.
    wake();
  }

  private void wake() {
    hinted.set(true);
    loops.forEach(Loop::wake);
  }

  /** An attempt that is about to be launched. */
  private record Launch(Leased leased, Token token) {}

  /** An attempt that may be leased, and what its token will hold. */
  private record Chosen(int turn, byte[] secret) {}

  /** What a decision leaves to do. */
  private enum Next {
    NOTHING,
    /** Holds are over: their builds may be better than those that are ready. */
    RELEASE,
    /** The same lists would give nothing again, and longer ones might. */
    DEEPER,
    /** Another decision may find more. */
    AGAIN
  }

  /** What one transaction decided. */
  private record Tick(List<Launch> launches, Next next) {
    Tick(Next next) {
      this(List.of(), next);
    }
  }

  /**
   * One decision.
   *
   * @param deeper how many times longer lists than usual are read
   * @param released whether holds that are over were just ended
   */
  private Tick tick(Connection connection, int deeper, boolean released) {
    var situation = repository.situation(connection, config.maxBuilds());
    // In a statement after the lock's, so that it sees what the last holder committed.
    BatchRepository.together(repository.lock(connection), situation);
    var now = situation.rows().getFirst();
    checkIncarnation(now.incarnation());
    if (now.due() && !released) {
      return new Tick(Next.RELEASE);
    }
    full = now.free() <= 0;
    if (full) {
      return new Tick(Next.NOTHING);
    }
    int most = (int) Math.min(now.free(), config.batchMax());
    var read = snapshots.read(connection, depth(most, deeper), most);
    tenants = Math.max(1, read.snapshot().queues().size());
    var decision = Order.decide(read.snapshot());
    if (decision.admitted().isEmpty()) {
      return new Tick(decision.needsDeeperLists() ? Next.DEEPER : Next.NOTHING);
    }
    Map<UUID, Chosen> chosen = new HashMap<>();
    var leases = new ArrayList<NewLease>();
    for (Head head : decision.admitted()) {
      var attemptUid = UUID.randomUUID();
      var secret = Token.secret();
      chosen.put(attemptUid, new Chosen(leases.size(), secret));
      leases.add(
          new NewLease(
              head.chatNo(),
              head.place(),
              read.parallel().contains(head.chatNo()),
              attemptUid,
              Token.hash(secret)));
    }
    batch.record(leases.size());
    // As every writer goes: by number, so that two of them never wait in a circle.
    leases.sort(Comparator.comparingLong(NewLease::chatNo));
    var leased = new ArrayList<>(ledger.lease(connection, leases, coordinator.get()));
    leased.sort(Comparator.comparingInt(one -> chosen(chosen, one).turn()));
    full = leased.size() >= now.free();
    // A chat that may run several builds at a time has another head now, which nobody has seen.
    boolean newHeads = leases.stream().anyMatch(NewLease::parallel);
    return new Tick(
        leased.stream()
            .map(one -> new Launch(one, Token.of(one.build().id(), chosen(chosen, one).secret())))
            .toList(),
        !full && (newHeads || !(decision.end() instanceof Decision.End.Complete))
            ? Next.AGAIN
            : Next.NOTHING);
  }

  /** Heads of one tenant to read: a fair part of what can start, and some to spare. */
  private int depth(int admissions, int deeper) {
    int part = HEADS_PER_ADMISSION * admissions / tenants;
    return Math.min(HEADS_MAX, deeper * Math.max(part, HEADS_MIN));
  }

  /**
   * A coordinator that was running while the database was restored from a backup knows a future
   * that is lost: it leases nothing any more.
   */
  private void checkIncarnation(UUID now) {
    var known = incarnation;
    if (known == null) {
      incarnation = now;
    } else if (!known.equals(now)) {
      throw new IllegalStateException(
          "The database was restored: its incarnation is "
              + now
              + " and was "
              + known
              + " when this coordinator started. Restart it.");
    }
  }

  private static Chosen chosen(Map<UUID, Chosen> chosen, Leased leased) {
    return Objects.requireNonNull(chosen.get(leased.attemptUid()));
  }

  /**
   * After the commit: if we die before this, another coordinator finds the lease and takes it back.
   */
  private void launch(Launch launch) {
    var leased = launch.leased();
    try {
      launcher.launch(
          leased.build(), new Lease(leased.attempt(), leased.attemptUid()), launch.token().text());
    } catch (IOException | RuntimeException e) {
      // Whatever it was, the leases behind this one are launched all the same.
      log.warn("launch {}: {}", leased.build(), e.toString(), e);
      var failure =
          Failure.of(
              Failure.Reason.COORDINATOR_ERROR,
              "The runner could not be started: " + e.getMessage(),
              "Ask the operator to look at the coordinator's log.");
      ledger.record(leased.build(), leased.attemptUid(), new AttemptGone(failure, true));
    }
  }

  @TransactionalEventListener
  void on(BuildsChanged event) {
    if (event.changes().isEmpty() || event.changes().stream().anyMatch(this::makesWork)) {
      wake();
    }
  }

  /** A build that waits is news only while there is room; a build that let go of its place is. */
  private boolean makesWork(Change change) {
    return change.letGo() || !full && !change.state().active();
  }

  @TransactionalEventListener
  void on(QueueChanged event) {
    wake();
  }

  /** Leases nothing any more. Waits for the decision that is being made. Safe to repeat. */
  @PreDestroy
  public void stop() {
    loops.forEach(Loop::close);
  }
}
