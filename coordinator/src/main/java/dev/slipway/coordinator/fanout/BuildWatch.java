package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.coordinator.stream.PacedStream;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.WatchBuildRequest;
import io.grpc.stub.ServerCallStreamObserver;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Lets clients follow a build, and wait for its end. */
@Singleton
public class BuildWatch {
  /** How late a watcher is when a hint was lost. */
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Builds builds;
  private final Logs logs;
  private final Wakeups wakeups;

  BuildWatch(Builds builds, Logs logs, Wakeups wakeups) {
    this.builds = builds;
    this.logs = logs;
    this.wakeups = wakeups;
  }

  /**
   * Sends every event after the client's cursor until the build has ended or the client has gone.
   * Returns at once.
   *
   * @throws Refusal when there is no such build, or the cursor lies beyond its events
   */
  public void watch(
      BuildRef ref, WatchBuildRequest request, ServerCallStreamObserver<BuildEvent> client) {
    check(ref, request);
    PacedStream.start(client, stream -> follow(ref, request, stream));
  }

  private void follow(BuildRef ref, WatchBuildRequest request, PacedStream<BuildEvent> stream)
      throws PacedStream.Gone, InterruptedException {
    try (var watcher = wakeups.register(ref)) {
      var cursor = new WatchCursor(ref, request, builds, logs, stream);
      while (true) {
        watcher.reset();
        switch (cursor.advance()) {
          case ENDED -> {
            return;
          }
          case MORE -> {}
          case WAIT -> watcher.await(POLL);
        }
      }
    }
  }

  private void check(BuildRef ref, WatchBuildRequest request) {
    long last = builds.get(ref).lastSequence();
    long after = request.getAfterSequence();
    if (after < 0 || request.getLogOffset() < 0) {
      throw Refusal.badField(
          after < 0 ? "after_sequence" : "log_offset", "is negative. Set 0 to see all.");
    }
    if (after > last) {
      throw new Refusal(
          new Refusal.Kind.OutOfRange(
              "after_sequence",
              "after_sequence is %d, but the last event of %s is %d. Watch again from there."
                  .formatted(after, ref, last)));
    }
  }

  /** Blocks until the build has ended, the time is over or the client has gone. */
  public void awaitEnd(BuildRef ref, Duration timeout, ServerCallStreamObserver<?> client) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (var watcher = wakeups.register(ref)) {
      while (!client.isCancelled()) {
        watcher.reset();
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
