package dev.slipway.coordinator.dispatch;

import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.launch.Launcher;
import dev.slipway.coordinator.ledger.BuildChanged;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.loop.Loop;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases waiting builds to runners while there are free slots. */
@Singleton
public class Dispatch {
  private static final Logger log = LoggerFactory.getLogger(Dispatch.class);

  /** "slipway" in ASCII, as a number that no other user of the database picks by chance. */
  private static final long LOCK = 0x73_6c_69_70_77_61_79L;

  private final TransactionOperations<Connection> transactions;
  private final DispatchRepository repository;
  private final DispatchConfig config;
  private final Ledger ledger;
  private final Launcher launcher;
  private final CoordinatorId coordinator;
  private final Loop loop;

  Dispatch(
      TransactionOperations<Connection> transactions,
      DispatchRepository repository,
      DispatchConfig config,
      Ledger ledger,
      Launcher launcher,
      CoordinatorId coordinator,
      MeterRegistry metrics) {
    this.transactions = transactions;
    this.repository = repository;
    this.config = config;
    this.ledger = ledger;
    this.launcher = launcher;
    this.coordinator = coordinator;
    this.loop = new Loop("dispatch", config.period(), metrics, this::once);
  }

  /** Begins to lease. Called when whatever an earlier run left behind is gone. */
  public void start() {
    loop.start();
  }

  /** An attempt that is about to be launched. */
  private record Leased(BuildRef build, Lease lease, String token) {}

  /** Leases what can start now, in one transaction, then launches it. */
  void once() {
    var leased = transactions.executeWrite(_ -> lease());
    leased.forEach(this::launch);
  }

  private List<Leased> lease() {
    repository.lock(LOCK);
    int free = config.maxBuilds() - repository.active();
    return free <= 0 ? List.of() : repository.heads(free).stream().map(this::lease).toList();
  }

  private Leased lease(BuildRecord build) {
    var attemptUid = UUID.randomUUID();
    var token = Token.create();
    ledger.lease(build.ref(), attemptUid, token.hash(), coordinator.get());
    return new Leased(build.ref(), new Lease(build.attempt() + 1, attemptUid), token.text());
  }

  /** After the commit: if we die before this, the next start finds the lease and takes it back. */
  private void launch(Leased leased) {
    try {
      launcher.launch(leased.build(), leased.lease(), leased.token());
    } catch (IOException | RuntimeException e) {
      // Whatever it was, the leases behind this one are launched all the same.
      log.warn("launch {}: {}", leased.build(), e.toString(), e);
      var failure =
          Failure.of(
              Failure.Reason.COORDINATOR_ERROR,
              "The runner could not be started: " + e.getMessage(),
              "Ask the operator to look at the coordinator's log.");
      ledger.record(leased.build(), leased.lease().attemptUid(), new AttemptGone(failure, true));
    }
  }

  @TransactionalEventListener
  void on(BuildChanged event) {
    if (!event.state().active()) {
      loop.wake();
    }
  }

  @PreDestroy
  void stop() {
    loop.close();
  }
}
