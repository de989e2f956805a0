package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.v1.Build;
import dev.slipway.v1.EventKind;
import dev.slipway.v1.WatchBuildRequest;
import io.grpc.stub.ServerCallStreamObserver;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets clients follow a build, and wait for its end. */
@Singleton
public class BuildWatch {
  /** How late a waiting client is when every hint was lost and the pulse stands still. */
  private static final Duration POLL = Duration.ofSeconds(10);

  private final Builds builds;
  private final History history;
  private final Feeds feeds;
  private final Pumps pumps;
  private final Pulse pulse;
  private final Wakeups wakeups;
  private final FanoutConfig config;

  BuildWatch(
      Builds builds,
      History history,
      Feeds feeds,
      Pumps pumps,
      Pulse pulse,
      Wakeups wakeups,
      FanoutConfig config) {
    this.builds = builds;
    this.history = history;
    this.feeds = feeds;
    this.pumps = pumps;
    this.pulse = pulse;
    this.wakeups = wakeups;
    this.config = config;
  }

  /**
   * Sends every event after the client's cursor until the build has ended or the client has gone.
   * Returns at once.
   *
   * @param client takes encoded {@code BuildEvent}s
   * @param snapshots reads a build as it is now
   * @throws Refusal when there is no such build, the cursor lies beyond its events, or the
   *     coordinator is going away
   */
  public void watch(
      BuildRef ref,
      WatchBuildRequest request,
      ServerCallStreamObserver<byte[]> client,
      Function<BuildRef, Build> snapshots) {
    check(request);
    pulse.begin();
    pulse.admit("after_sequence", Long.toString(request.getAfterSequence()));
    var snapshot = request.getSnapshotFirst() ? snapshots.apply(ref) : null;
    var cursor = cursor(ref, request, snapshot);
    var watcher =
        feeds.join(
            ref,
            request.getIncludeLogs(),
            feed -> {
              var made = new Watcher[1];
              made[0] =
                  new Watcher(
                      feed,
                      history,
                      config,
                      request,
                      cursor,
                      snapshot == null ? null : EventMessages.snapshot(snapshot).toByteArray(),
                      client,
                      pumps.any(),
                      () -> leave(feed, made[0]));
              return made[0];
            });
    pulse.add(watcher);
    client.setOnReadyThreshold(config.readyBytes());
    client.setOnReadyHandler(watcher::schedule);
    client.setOnCancelHandler(watcher::schedule);
    watcher.begin();
  }

  private void leave(Feed feed, @Nullable Watcher watcher) {
    if (watcher != null) {
      pulse.remove(watcher);
      feeds.leave(feed, watcher);
    }
  }

  private static void check(WatchBuildRequest request) {
    if (request.getAfterSequence() < 0 || request.getLogOffset() < 0) {
      throw Refusal.badField(
          request.getAfterSequence() < 0 ? "after_sequence" : "log_offset",
          "is negative. Set 0 to see all.");
    }
    for (var kind : request.getKindsList()) {
      if (kind == EventKind.EVENT_KIND_UNSPECIFIED || kind == EventKind.UNRECOGNIZED) {
        throw Refusal.badField(
            "kinds", "has one that is not known. Give STATE, STEP, WARNING, OUTPUT or SAMPLE.");
      }
    }
  }

  private Cursor cursor(BuildRef ref, WatchBuildRequest request, @Nullable Build snapshot) {
    BuildRecord record = builds.get(ref);
    if (snapshot != null) {
      return new Cursor(snapshot.getLastSequence(), request.getLogOffset(), record.state());
    }
    long after = request.getAfterSequence();
    if (after > record.lastSequence()) {
      throw new Refusal(
          new Refusal.Kind.OutOfRange(
              "after_sequence",
              "after_sequence is %d, but the last event of %s is %d. Watch again from there."
                  .formatted(after, ref, record.lastSequence())));
    }
    return new Cursor(after, request.getIncludeLogs() ? request.getLogOffset() : 0, record.state());
  }

  /**
   * Blocks until the build has ended, the time is over or the client has gone.
   *
   * @throws Refusal when the coordinator drains: the client calls again elsewhere
   */
  public void awaitEnd(BuildRef ref, Duration timeout, ServerCallStreamObserver<?> client) {
    pulse.begin();
    long deadline = System.nanoTime() + timeout.toNanos();
    try (var watcher = wakeups.register(ref)) {
      while (!client.isCancelled()) {
        watcher.reset();
        pulse.admit("name", ref.name());
        var left = Duration.ofNanos(deadline - System.nanoTime());
        if (builds.get(ref).state().ended() || !left.isPositive()) {
          return;
        }
        watcher.await(left.compareTo(POLL) < 0 ? left : POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
