package dev.slipway.coordinator.rescue;

import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.Drained;
import dev.slipway.coordinator.build.BuildEvent.Overdue;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.dispatch.CoordinatorId;
import dev.slipway.coordinator.dispatch.Dispatch;
import dev.slipway.coordinator.launch.AttemptExited;
import dev.slipway.coordinator.launch.Launcher;
import dev.slipway.coordinator.ledger.BuildsChanged;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.loop.Loop;
import dev.slipway.coordinator.rescue.RescueRepository.ActiveAttempt;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after attempts from the outside. */
@Singleton
class Rescue {
  private static final int IDLE_RUNS = 5;

  private static final Logger log = LoggerFactory.getLogger(Rescue.class);

  private final RescueRepository repository;
  private final RescueConfig config;
  private final Ledger ledger;
  private final Launcher launcher;
  private final Dispatch dispatch;
  private final CoordinatorId coordinator;
  private final Coordinators coordinators;
  private final TransactionOperations<Connection> transactions;
  private final ApplicationEventPublisher<BuildsChanged> changed;
  private final Loop loop;

  /** Runs since the last look that found nothing active. */
  private int idle;

  private volatile boolean leased = true;

  Rescue(
      RescueRepository repository,
      RescueConfig config,
      Ledger ledger,
      Launcher launcher,
      Dispatch dispatch,
      CoordinatorId coordinator,
      Coordinators coordinators,
      TransactionOperations<Connection> transactions,
      ApplicationEventPublisher<BuildsChanged> changed,
      MeterRegistry metrics) {
    this.repository = repository;
    this.config = config;
    this.ledger = ledger;
    this.launcher = launcher;
    this.dispatch = dispatch;
    this.coordinator = coordinator;
    this.coordinators = coordinators;
    this.transactions = transactions;
    this.changed = changed;
    this.loop = new Loop("rescue", config.period(), metrics, this::once);
  }

  /**
   * When runners can reach us: first end what runs that are dead left, then begin. In this order,
   * no build starts again before its old runner and steps are gone.
   */
  @EventListener
  void on(ServerStartupEvent event) {
    if (event.getSource() instanceof GrpcEmbeddedServer server) {
      coordinators.begin(server);
      launcher.endLeftovers(
          repository.active().stream()
              .filter(attempt -> !dead(attempt))
              .map(ActiveAttempt::attemptUid)
              .collect(Collectors.toSet()));
      look();
      dispatch.start();
      loop.start();
    }
  }

  private boolean dead(ActiveAttempt attempt) {
    return !attempt.coordinatorId().equals(coordinator.get())
        && (attempt.machine() == null
            || coordinators.dead(
                attempt.coordinatorId(),
                attempt.machine(),
                Objects.requireNonNull(attempt.pid()),
                Objects.requireNonNull(attempt.birthTime()),
                Duration.ofMillis(Objects.requireNonNull(attempt.silentMillis()))));
  }

  /** One look at every active attempt; while there is none, only each {@value #IDLE_RUNS} runs. */
  void once() {
    if (leased || ++idle >= IDLE_RUNS) {
      idle = 0;
      leased = look();
    }
  }

  private boolean look() {
    var active = repository.active();
    // By coordinator: whether one is dead is asked once a look.
    var deadOnes = new HashMap<UUID, Boolean>();
    for (var attempt : active) {
      if (attempt.coordinatorId().equals(coordinator.get())) {
        look(attempt);
      } else if (deadOnes.computeIfAbsent(attempt.coordinatorId(), _ -> dead(attempt))) {
        takeBack(attempt);
      }
    }
    coordinators.forgetDead();
    return !active.isEmpty();
  }

  /**
   * The lease of a coordinator that is dead: whatever still runs of the attempt ends, and the build
   * goes back to its place, through no fault of its own.
   */
  private void takeBack(ActiveAttempt attempt) {
    log.info("{} goes back to the queue: its coordinator ended", ref(attempt));
    launcher.end(attempt.attemptUid());
    gone(attempt, "The coordinator that ran it ended, and the attempt with it.", false);
  }

  private void look(ActiveAttempt attempt) {
    if (attempt.drained() != null && attempt.state() != StateName.STOPPING) {
      ledger.record(
          ref(attempt),
          attempt.attemptUid(),
          new Drained(Objects.requireNonNull(attempt.drained())));
      return;
    }
    if (over(attempt.leasedMillis(), config.launchGrace())
        && !launcher.present(attempt.attemptUid())) {
      gone(attempt, "The runner is gone and gave no result.", true);
      return;
    }
    switch (attempt.state()) {
      case STARTING -> {
        var limit =
            attempt.startupTimeoutMillis() == 0
                ? config.startupTimeout()
                : Duration.ofMillis(attempt.startupTimeoutMillis());
        if (over(attempt.leasedMillis(), limit)) {
          overdue(attempt, Reason.STARTUP_TIMEOUT, "The runner did not report", limit);
        }
      }
      case RUNNING -> {
        var timeout = Duration.ofMillis(attempt.timeoutMillis());
        if (over(attempt.runningMillis(), timeout.plus(config.overrun()))) {
          overdue(attempt, Reason.BUILD_TIMEOUT, "The build did not end", timeout);
        }
      }
      case STOPPING -> {
        if (over(attempt.quietMillis(), config.stopTimeout())) {
          log.info("killing the processes of {}, which does not stop", ref(attempt));
          launcher.end(attempt.attemptUid());
        } else {
          // Whoever asked may have asked another coordinator, which has no link to the runner.
          transactions.executeRead(
              _ -> {
                changed.publishEvent(
                    new BuildsChanged(
                        List.of(new BuildsChanged.Change(ref(attempt), StateName.STOPPING))));
                return null;
              });
        }
      }
      case HELD, QUEUED, SUCCEEDED, FAILED, CANCELLED -> {}
    }
  }

  private void overdue(ActiveAttempt attempt, Reason reason, String what, Duration limit) {
    var failure = Failure.of(reason, what + " within " + limit.toSeconds() + " s.", "");
    log.info("{}: {}", ref(attempt), failure.message());
    ledger.record(ref(attempt), attempt.attemptUid(), new Overdue(failure));
  }

  private void gone(ActiveAttempt attempt, String message, boolean counted) {
    gone(ref(attempt), attempt.attemptUid(), message, counted);
  }

  private void gone(BuildRef build, UUID attemptUid, String message, boolean counted) {
    var failure =
        Failure.of(
            Reason.RUNNER_LOST,
            message,
            "It is tried again by itself; when it happens again and again, ask the operator.");
    ledger.record(build, attemptUid, new AttemptGone(failure, counted));
  }

  @TransactionalEventListener
  void on(BuildsChanged event) {
    if (event.changes().stream().anyMatch(change -> change.state() == StateName.STARTING)) {
      leased = true;
    }
  }

  /** Fenced when the runner's result was in before: that is the usual way. */
  @EventListener
  void on(AttemptExited event) {
    var words = event.lastWords().isEmpty() ? "" : " Its last words: " + event.lastWords();
    gone(
        event.build(),
        event.attemptUid(),
        "The runner exited with code " + event.exitCode() + " and gave no result." + words,
        true);
  }

  private static BuildRef ref(ActiveAttempt attempt) {
    return new BuildRef(attempt.tenantId(), attempt.buildId());
  }

  private static boolean over(long millis, Duration limit) {
    return millis > limit.toMillis();
  }

  @PreDestroy
  void stop() {
    loop.close();
  }
}
