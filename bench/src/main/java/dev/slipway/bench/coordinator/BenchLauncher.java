package dev.slipway.bench.coordinator;

import dev.slipway.bench.measure.Rest;
import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.launch.AttemptExited;
import dev.slipway.coordinator.launch.Launcher;
import dev.slipway.coordinator.ledger.Ledger;
import io.micronaut.context.event.ApplicationEventPublisher;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds that only pretend: each is a virtual thread that reports its start and its end to the
 * ledger, as a runner's stream does, and does nothing in between. No runner, no process, no
 * heartbeat: what is left is the queue.
 */
@Singleton
final class BenchLauncher implements Launcher {
  private static final Logger log = LoggerFactory.getLogger(BenchLauncher.class);
  private static final StepsSucceeded SUCCEEDED =
      new StepsSucceeded(new Results(List.of(), "", false));

  /** Between two reports of a runner that has not heard that it is given up. */
  private static final Duration STALE_REPEAT = Duration.ofMillis(20);

  private final Ledger ledger;
  private final WorkFile workFile;
  private final OrderWatch order;
  private final Gate gate;
  private final Lengths lengths;
  private final BenchConfig config;
  private final Mishaps mishaps;
  private final ApplicationEventPublisher<AttemptExited> exited;
  private final Map<UUID, CountDownLatch> present = new ConcurrentHashMap<>();
  private final LongAdder launched = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder refused = new LongAdder();

  BenchLauncher(
      Ledger ledger,
      WorkFile workFile,
      OrderWatch order,
      Gate gate,
      BenchConfig config,
      Lengths lengths,
      Mishaps mishaps,
      ApplicationEventPublisher<AttemptExited> exited) {
    this.ledger = ledger;
    this.workFile = workFile;
    this.order = order;
    this.gate = gate;
    this.lengths = lengths;
    this.config = config;
    this.mishaps = mishaps;
    this.exited = exited;
  }

  @Override
  public void launch(BuildRef build, Lease lease, String token) {
    launched.increment();
    var asked = new CountDownLatch(1);
    present.put(lease.attemptUid(), asked);
    order.started(build.id(), lease.attempt());
    workFile.start(build, lease);
    Thread.ofVirtual()
        .name("pretend-" + lease.attemptUid())
        .start(() -> pretend(build, lease, asked));
  }

  private void pretend(BuildRef build, Lease lease, CountDownLatch asked) {
    boolean over = false;
    try {
      gate.pass();
      boolean claimed = report(build, lease, new Claimed());
      long nanos = config.told() ? lengths.of(build).toNanos() : drawBuildTime();
      boolean endedEarly = nanos > 0 && asked.await(nanos, TimeUnit.NANOSECONDS);
      over = true;
      leave(build, lease);
      if (claimed && ThreadLocalRandom.current().nextDouble() < mishaps.lostShare()) {
        refused.increment();
        lose(build, lease);
      } else if (claimed && !endedEarly && report(build, lease, SUCCEEDED)) {
        ended.increment();
      } else {
        refused.increment();
        exit(build, lease);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      refused.increment();
      log.warn("{} of {}: {}", lease, build, e.toString());
    } finally {
      if (!over) {
        leave(build, lease);
      }
      present.remove(lease.attemptUid());
    }
  }

  private long drawBuildTime() {
    long least = config.buildTime().toNanos();
    long most = config.buildTimeMax().toNanos();
    var random = ThreadLocalRandom.current();
    return most <= least || random.nextBoolean() ? least : random.nextLong(least, most);
  }

  /** A runner that is given up and has not heard of it. */
  private void lose(BuildRef build, Lease lease) throws InterruptedException {
    exit(build, lease);
    for (var said = Duration.ZERO;
        said.compareTo(mishaps.staleFor()) < 0;
        said = said.plus(STALE_REPEAT)) {
      Rest.of(STALE_REPEAT);
      if (report(build, lease, SUCCEEDED)) {
        log.error("{} of {} was lost, and its result counted", lease, build);
        return;
      }
    }
  }

  /** Nothing of it runs any more, and it gave no result that counts. */
  private void exit(BuildRef build, Lease lease) {
    exited.publishEvent(new AttemptExited(build, lease.attemptUid(), 1, ""));
  }

  /** The work ends before its result is told: from then on another may start. */
  private void leave(BuildRef build, Lease lease) {
    order.ended(build.id());
    workFile.end(build, lease);
  }

  private boolean report(BuildRef build, Lease lease, BuildEvent event) {
    return ledger.record(build, lease.attemptUid(), event) == Ledger.Written.RECORDED;
  }

  /** Since the start. */
  Counts counts() {
    return new Counts(
        launched.sum(), ended.sum(), refused.sum(), order.disorder(), order.overlap());
  }

  @Override
  public boolean present(UUID attemptUid) {
    return present.containsKey(attemptUid);
  }

  /** Cuts the build's time short; it is gone a moment later. */
  @Override
  public void end(UUID attemptUid) {
    var asked = present.get(attemptUid);
    if (asked != null) {
      asked.countDown();
    }
  }

  /** Pretended builds end with their process: there is nothing left. */
  @Override
  public Set<UUID> known() {
    return Set.of();
  }
}
