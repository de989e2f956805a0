package dev.slipway.e2e;

import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.WatchBuildRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Watches one build to its end on a thread of its own. */
public final class Watcher {

  private final CompletableFuture<List<BuildEvent>> stored = new CompletableFuture<>();

  private Watcher() {}

  /** Opens a watch behind a sequence; 0 sees all. */
  public static Watcher open(Slipway slipway, Build build, long afterSequence) {
    var watcher = new Watcher();
    var request =
        WatchBuildRequest.newBuilder()
            .setName(build.getName())
            .setAfterSequence(afterSequence)
            .build();
    var stub = slipway.builds();
    Thread.ofVirtual().start(() -> watcher.watch(stub.watchBuild(request)));
    return watcher;
  }

  /** The stored events it saw, once the stream has ended well. */
  public List<BuildEvent> events() {
    return stored.join();
  }

  private void watch(Iterator<BuildEvent> stream) {
    var events = new ArrayList<BuildEvent>();
    try {
      stream.forEachRemaining(
          event -> {
            if (!event.hasHeartbeat()) {
              events.add(event);
            }
          });
      stored.complete(events);
    } catch (RuntimeException e) {
      stored.completeExceptionally(
          new AssertionError("the watch broke off after " + events.size() + " events", e));
    }
  }
}
