package dev.slipway.coordinator.changes;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.fanout.FanoutConfig;
import dev.slipway.coordinator.fanout.Pulse;
import dev.slipway.coordinator.fanout.Slowness;
import dev.slipway.coordinator.stream.PacedStream;
import dev.slipway.coordinator.stream.PacedStream.Gone;
import dev.slipway.v1.BuildsDelta;
import dev.slipway.v1.ListBuildsRequest;
import dev.slipway.v1.WatchBuildsRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One client's stream of many builds, on a thread of its own. */
final class TenantWatch implements Pulse.Stream {
  private static final Duration BACK = Duration.ofSeconds(1);

  private final String tenant;
  private final int pageSize;
  private final WatchBuildsRequest request;
  private final ShownBuilds.Filter filter;
  private final ResumeToken token;
  private final ShownBuilds shown;
  private final RecentBuilds recent;
  private final ChangesConfig config;
  private final FanoutConfig limits;
  private final PacedStream<byte[]> stream;

  private volatile String lastToken;
  private volatile long lastSent = System.nanoTime();
  private volatile @Nullable Pending pending;

  private final Slowness slowness = new Slowness();

  TenantWatch(
      String tenant,
      int pageSize,
      WatchBuildsRequest request,
      ShownBuilds.Filter filter,
      ResumeToken token,
      ShownBuilds shown,
      RecentBuilds recent,
      ChangesConfig config,
      FanoutConfig limits,
      PacedStream<byte[]> stream) {
    this.tenant = tenant;
    this.pageSize = pageSize;
    this.request = request;
    this.filter = filter;
    this.token = token;
    this.shown = shown;
    this.recent = recent;
    this.config = config;
    this.limits = limits;
    this.stream = stream;
    this.lastToken = request.getResumeToken();
  }

  /** Sends until the client has gone. */
  void run(Lookout lookout, @Nullable Instant from) throws Gone, InterruptedException {
    // Registered first, then read: so nothing falls between.
    var changes = lookout.join(tenant);
    pending = changes;
    try {
      var start = changes.take(0).upTo();
      if (from != null && start != null && !from.isBefore(start.minus(config.resumeMax()))) {
        lookout.catchUp(changes, tenant, from);
      } else {
        list(start);
      }
      while (true) {
        stream.check();
        send(changes.take(pageSize));
        changes.await(limits.heartbeat().toMillis() / 4 + 1);
        if (System.nanoTime() - lastSent > limits.heartbeat().toNanos()) {
          send(BuildsDelta.newBuilder().setResumeToken(lastToken).build());
        }
      }
    } finally {
      lookout.leave(changes);
    }
  }

  /** The whole list, page by page; with the last one the token from which changes follow. */
  private void list(@Nullable Instant upTo) throws Gone, InterruptedException {
    var page =
        ListBuildsRequest.newBuilder()
            .setParent(request.getParent())
            .setFilter(request.getFilter())
            .setPageSize(pageSize);
    boolean first = true;
    do {
      var found = shown.list(page.build());
      page.setPageToken(found.getNextPageToken());
      var delta = BuildsDelta.newBuilder().setReset(first).addAllChanged(found.getBuildsList());
      if (page.getPageToken().isEmpty() && upTo != null) {
        delta.setResumeToken(token.text(upTo));
      }
      send(delta.build());
      first = false;
    } while (!page.getPageToken().isEmpty());
  }

  private void send(Pending.Taken taken) throws Gone, InterruptedException {
    if (taken.overflown()) {
      list(taken.upTo());
      return;
    }
    var next = taken.upTo() == null ? lastToken : token.text(taken.upTo());
    var delta = BuildsDelta.newBuilder().setResumeToken(next);
    for (var build : recent.get(taken.builds())) {
      switch (filter.place(build)) {
        case IN -> delta.addChanged(build);
        case OUT -> delta.addRemoved(build.getName());
        case NEVER -> {}
      }
    }
    if (delta.getChangedCount() + delta.getRemovedCount() > 0) {
      send(delta.build());
    } else {
      // Told with the next heartbeat.
      lastToken = next;
    }
  }

  private void send(BuildsDelta delta) throws Gone, InterruptedException {
    stream.send(delta.toByteArray());
    lastSent = System.nanoTime();
    if (!delta.getResumeToken().isEmpty()) {
      lastToken = delta.getResumeToken();
    }
  }

  @Override
  public void beat(long now) {
    var waiting = pending;
    if (stream.isGone() && waiting != null) {
      waiting.wake();
    } else if (slowness.isOver(limits.slow(), stream.isReady(), now, lastSent)) {
      sendAway("The client has read nothing for %d s.".formatted(limits.slow().toSeconds()));
    }
  }

  @Override
  public void sendAway(String why) {
    stream.breakOff(
        new Refusal(
            new Refusal.Kind.GoOnElsewhere(
                why + " Watch again with the last resume_token.",
                Map.of("resume_token", lastToken),
                BACK)));
    var waiting = pending;
    if (waiting != null) {
      waiting.wake();
    }
  }
}
