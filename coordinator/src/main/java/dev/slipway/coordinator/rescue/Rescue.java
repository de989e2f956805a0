package dev.slipway.coordinator.rescue;

import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.Overdue;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.dispatch.CoordinatorId;
import dev.slipway.coordinator.dispatch.Dispatch;
import dev.slipway.coordinator.launch.AttemptExited;
import dev.slipway.coordinator.launch.Launcher;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.loop.Loop;
import dev.slipway.coordinator.rescue.RescueRepository.ActiveAttempt;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after attempts from the outside. */
@Singleton
class Rescue {
  private static final Logger log = LoggerFactory.getLogger(Rescue.class);

  private final RescueRepository repository;
  private final RescueConfig config;
  private final Ledger ledger;
  private final Launcher launcher;
  private final Dispatch dispatch;
  private final CoordinatorId coordinator;
  private final Loop loop;

  Rescue(
      RescueRepository repository,
      RescueConfig config,
      Ledger ledger,
      Launcher launcher,
      Dispatch dispatch,
      CoordinatorId coordinator,
      MeterRegistry metrics) {
    this.repository = repository;
    this.config = config;
    this.ledger = ledger;
    this.launcher = launcher;
    this.dispatch = dispatch;
    this.coordinator = coordinator;
    this.loop = new Loop("rescue", config.period(), metrics, this::once);
  }

  /**
   * When runners can reach us: first end what an earlier run left, then begin. In this order, no
   * build starts again before its old runner and steps are gone.
   */
  @EventListener
  void on(ServerStartupEvent event) {
    if (event.getSource() instanceof GrpcEmbeddedServer) {
      launcher.endLeftovers();
      takeBack();
      dispatch.start();
      loop.start();
    }
  }

  /** Leases of an earlier run: its attempts ended with it, through no fault of the builds. */
  private void takeBack() {
    for (var attempt : repository.active()) {
      if (!attempt.coordinatorId().equals(coordinator.get())) {
        log.info("{} goes back to the queue: its coordinator ended", ref(attempt));
        gone(attempt, "The coordinator that ran it ended, and the attempt with it.", false);
      }
    }
  }

  /** One look at every active attempt. */
  void once() {
    repository.active().forEach(this::look);
  }

  private void look(ActiveAttempt attempt) {
    if (over(attempt.leasedMillis(), config.launchGrace())
        && !launcher.present(attempt.attemptUid())) {
      gone(attempt, "The runner is gone and gave no result.", true);
      return;
    }
    switch (attempt.state()) {
      case STARTING -> {
        if (over(attempt.leasedMillis(), config.startupTimeout())) {
          overdue(
              attempt,
              Reason.STARTUP_TIMEOUT,
              "The runner did not report",
              config.startupTimeout());
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
      case QUEUED, SUCCEEDED, FAILED, CANCELLED -> {}
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
