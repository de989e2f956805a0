package dev.slipway.coordinator.rescue;

import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.Drained;
import dev.slipway.coordinator.build.BuildEvent.Overdue;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.dispatch.Dispatch;
import dev.slipway.coordinator.launch.AttemptExited;
import dev.slipway.coordinator.launch.Launcher;
import dev.slipway.coordinator.ledger.BuildsChanged;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.loop.Loop;
import dev.slipway.coordinator.peer.CoordinatorId;
import dev.slipway.coordinator.peer.Coordinators;
import dev.slipway.coordinator.report.ReportConfig;
import dev.slipway.coordinator.rescue.RescueRepository.ActiveAttempt;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final ReportConfig report;
  private final Loop loop;

  /** What was left of attempts that held nothing at the last look. */
  private Set<UUID> leftBefore = Set.of();

  /** Runs since the last look that found nothing active. */
  private int idle;

  private volatile boolean leased = true;

  /** Runners that were not heard for long, as of the last look. */
  private final AtomicInteger suspects;

  Rescue(
      RescueRepository repository,
      RescueConfig config,
      Ledger ledger,
      Launcher launcher,
      Dispatch dispatch,
      CoordinatorId coordinator,
      Coordinators coordinators,
      ReportConfig report,
      MeterRegistry metrics) {
    this.repository = repository;
    this.config = config;
    this.ledger = ledger;
    this.launcher = launcher;
    this.dispatch = dispatch;
    this.coordinator = coordinator;
    this.coordinators = coordinators;
    this.report = report;
    this.suspects =
        Objects.requireNonNull(metrics.gauge("slipway.runners.suspect", new AtomicInteger()));
    this.loop = new Loop("rescue", config.period(), metrics, this::once);
  }

  /**
   * When runners can reach us: first end what is left of attempts that hold nothing, then begin. In
   * this order, no build starts again before its old runner and steps are gone.
   */
  @EventListener
  void on(ServerStartupEvent event) {
    if (event.getSource() instanceof GrpcEmbeddedServer server) {
      coordinators.begin(server);
      leftBefore = launcher.known();
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
    // Before the rows: what is launched after this look was leased before it.
    var left = launcher.known();
    var active = repository.active();
    endLeftovers(left, active);
    // By coordinator: whether one is dead is asked once a look.
    var deadOnes = new HashMap<UUID, Boolean>();
    int suspects = 0;
    for (var attempt : active) {
      boolean ours = attempt.coordinatorId().equals(coordinator.get());
      if (ours || deadOnes.computeIfAbsent(attempt.coordinatorId(), _ -> dead(attempt))) {
        look(attempt, ours);
        suspects += suspect(attempt) ? 1 : 0;
      }
    }
    this.suspects.set(suspects);
    coordinators.forgetDead();
    return !active.isEmpty();
  }

  /**
   * Ends what is left here of attempts that hold no build any more, when it is there for the second
   * look: a runner that was just told that its result is in needs a moment to end by itself.
   */
  private void endLeftovers(Set<UUID> left, List<ActiveAttempt> active) {
    var rest = new HashSet<>(left);
    active.forEach(attempt -> rest.remove(attempt.attemptUid()));
    rest.stream().filter(leftBefore::contains).forEach(launcher::end);
    leftBefore = rest;
  }

  /**
   * A runner that has claimed its attempt and was not heard for long. Whether it lives is asked.
   */
  private boolean suspect(ActiveAttempt attempt) {
    return attempt.connGen() > 0 && over(attempt.unheardMillis(), config.suspectAfter());
  }

  /**
   * Looks after an attempt of this coordinator, or of one that is dead: its runner goes on without
   * it, and looks for another.
   */
  private void look(ActiveAttempt attempt, boolean ours) {
    if (attempt.drained() != null && attempt.state() != StateName.STOPPING) {
      ledger.record(
          ref(attempt),
          attempt.attemptUid(),
          new Drained(Objects.requireNonNull(attempt.drained())));
      return;
    }
    boolean seen = ours || attempt.machine() == null || coordinators.here(attempt.machine());
    // A coordinator that is dead launches nothing any more.
    if (seen
        && (!ours || over(attempt.leasedMillis(), config.launchGrace()))
        && !launcher.present(attempt.attemptUid())) {
      launcher.end(attempt.attemptUid());
      gone(
          attempt,
          ours
              ? "The runner is gone and gave no result."
              : "The coordinator that started its runner ended, and the runner is gone as well.",
          ours);
      return;
    }
    // Before its Hello a runner that is seen has its startup time.
    if ((attempt.connGen() > 0 || !seen)
        && over(attempt.unheardMillis(), report.fenceAfter().plus(config.fenceMargin()))) {
      giveUp(attempt, seen);
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
        }
      }
      case HELD, QUEUED, SUCCEEDED, FAILED, CANCELLED -> {}
    }
  }

  /**
   * Nobody has heard its runner for so long that it has ended itself, as far as its clock is right.
   * If it can be ended from here, it is; only then its build is free.
   */
  private void giveUp(ActiveAttempt attempt, boolean seen) {
    log.info("{}: its runner has not been heard for {} ms", ref(attempt), attempt.unheardMillis());
    if (seen) {
      launcher.end(attempt.attemptUid());
    }
    gone(
        attempt,
        "No coordinator has heard its runner for %d s.".formatted(attempt.unheardMillis() / 1000),
        true);
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
