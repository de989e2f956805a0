package dev.slipway.coordinator.dispatch;

import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.launch.Launcher;
import dev.slipway.coordinator.ledger.BuildsChanged;
import dev.slipway.coordinator.ledger.Leased;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.NewLease;
import dev.slipway.coordinator.loop.Loop;
import dev.slipway.coordinator.order.Decision;
import dev.slipway.coordinator.order.Head;
import dev.slipway.coordinator.order.Order;
import dev.slipway.coordinator.queue.pause.QueueChanged;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases heads to runners, in the order that {@link Order} says, while they fit. */
@Singleton
public class Dispatch {
  private static final Logger log = LoggerFactory.getLogger(Dispatch.class);

  /** Heads of one tenant that are read at least, and at most when the first ones do not fit. */
  private static final int HEADS_MIN = 16;

  private static final int HEADS_MAX = 4096;

  /** Decisions in one run of the loop: then it lets its stop be heard. */
  private static final int ROUNDS_MAX = 64;

  private final TransactionOperations<Connection> transactions;
  private final DispatchRepository repository;
  private final Snapshots snapshots;
  private final DispatchConfig config;
  private final Ledger ledger;
  private final Launcher launcher;
  private final CoordinatorId coordinator;
  private final DistributionSummary batch;
  private final List<Loop> loops = new ArrayList<>();
  private volatile @Nullable UUID incarnation;

  Dispatch(
      TransactionOperations<Connection> transactions,
      DispatchRepository repository,
      Snapshots snapshots,
      DispatchConfig config,
      Ledger ledger,
      Launcher launcher,
      CoordinatorId coordinator,
      MeterRegistry metrics) {
    this.transactions = transactions;
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

  /** Ends holds that are over, and leases and launches what can start now. */
  void once() {
    var work =
        transactions.executeRead(transaction -> repository.work(transaction.getConnection()));
    if (work.due()) {
      ledger.release(config.batchMax());
    }
    if (!work.ready() && !work.due()) {
      return;
    }
    int headsMax = HEADS_MIN;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      int depth = headsMax;
      var tick = transactions.executeWrite(transaction -> tick(transaction.getConnection(), depth));
      tick.launches().forEach(this::launch);
      if (tick.decision().needsDeeperLists() && depth < HEADS_MAX) {
        headsMax = depth * 4;
      } else if (tick.launches().isEmpty()
          || tick.decision().end() instanceof Decision.End.Complete && !tick.newHeads()) {
        return;
      }
    }
    // Others of this process may have something to say in between.
    loops.forEach(Loop::wake);
  }

  /** An attempt that is about to be launched. */
  private record Launch(Leased leased, Token token) {}

  /** An attempt that may be leased, and what its token will hold. */
  private record Chosen(int turn, byte[] secret) {}

  /**
   * What one transaction decided.
   *
   * @param newHeads whether it leased from chats that may run more builds at a time, whose next
   *     heads it has not seen
   */
  private record Tick(Decision decision, List<Launch> launches, boolean newHeads) {}

  private Tick tick(Connection connection, int headsMax) {
    repository.lock(connection);
    checkIncarnation(connection);
    // In statements after the lock's, so that they see what its last holder committed.
    var read = snapshots.read(connection, Math.max(headsMax, perTenant()), config.batchMax());
    var decision = Order.decide(read.snapshot());
    if (decision.admitted().isEmpty()) {
      return new Tick(decision, List.of(), false);
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
    return new Tick(
        decision,
        leased.stream()
            .map(one -> new Launch(one, Token.of(one.build().id(), chosen(chosen, one).secret())))
            .toList(),
        leases.stream().anyMatch(NewLease::parallel));
  }

  /**
   * A coordinator that was running while the database was restored from a backup knows a future
   * that is lost: it leases nothing any more.
   */
  private void checkIncarnation(Connection connection) {
    var now = repository.incarnation(connection);
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

  private int perTenant() {
    return Math.max(HEADS_MIN, config.batchMax() / 8);
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
    if (event.changes().isEmpty()
        || event.changes().stream().anyMatch(change -> !change.state().active())) {
      loops.forEach(Loop::wake);
    }
  }

  @TransactionalEventListener
  void on(QueueChanged event) {
    loops.forEach(Loop::wake);
  }

  @PreDestroy
  void stop() {
    loops.forEach(Loop::close);
  }
}
