package dev.slipway.cli.follow;

import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.LogChunk;
import dev.slipway.v1.WatchBuildRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One build's events with its log, each event and each byte exactly once and in order over any
 * number of cuts: it remembers what it has seen and asks for what follows.
 */
public final class EventStream implements Coordinator.Call<Build.State> {
  private final String build;
  private final Coordinator coordinator;
  private final Consumer<BuildEvent> events;
  private final @Nullable Lookout lookout;
  private boolean waiting;
  private long lastSequence;
  private long nextOffset;

  /**
   * @param events takes each event and each piece of the log
   */
  public EventStream(String build, Coordinator coordinator, Consumer<BuildEvent> events) {
    this(build, coordinator, events, null);
  }

  /**
   * @param lookout is told what goes on, and looks after the build while it waits
   */
  EventStream(
      String build,
      Coordinator coordinator,
      Consumer<BuildEvent> events,
      @Nullable Lookout lookout) {
    this.build = build;
    this.coordinator = coordinator;
    this.events = events;
    this.lookout = lookout;
  }

  /**
   * Watches until the terminal event and returns its state. A stream that ends before it counts as
   * cut.
   */
  @Override
  public Build.State on(Channel channel) throws StatusException, InterruptedException {
    WatchBuildRequest request =
        WatchBuildRequest.newBuilder()
            .setName(build)
            .setAfterSequence(lastSequence)
            .setIncludeLogs(true)
            .setLogOffset(nextOffset)
            .build();
    BlockingClientCall<?, BuildEvent> call =
        BuildServiceGrpc.newBlockingV2Stub(channel).watchBuild(request);
    for (BuildEvent event = next(call, channel); event != null; event = next(call, channel)) {
      coordinator.heard();
      take(event);
      if (isEnd(event)) {
        call.cancel("the build has ended", null);
        return event.getState();
      }
    }
    throw Status.UNAVAILABLE.withDescription("the stream ended before the build").asException();
  }

  private @Nullable BuildEvent next(BlockingClientCall<?, BuildEvent> call, Channel channel)
      throws StatusException, InterruptedException {
    Lookout looks = lookout;
    return waiting && looks != null
        ? Deadline.next(call, looks.pause(), () -> looks.look(channel))
        : Deadline.next(call);
  }

  private void take(BuildEvent event) {
    if (event.hasLog()) {
      takeLog(event);
    } else if (event.getSequence() > lastSequence) {
      lastSequence = event.getSequence();
      waiting = EventLines.isWaiting(event);
      if (lookout != null) {
        lookout.begin(waiting);
      }
      events.accept(event);
    } else if (event.hasResourceSample()) {
      events.accept(event);
    }
  }

  private void takeLog(BuildEvent event) {
    LogChunk chunk = event.getLog();
    long seen = Math.max(0, nextOffset - chunk.getOffset());
    if (seen < chunk.getData().size()) {
      nextOffset = chunk.getOffset() + chunk.getData().size();
      LogChunk unseen = chunk.toBuilder().setData(chunk.getData().substring((int) seen)).build();
      events.accept(event.toBuilder().setLog(unseen).build());
    }
  }

  private static boolean isEnd(BuildEvent event) {
    return event.getSequence() > 0
        && switch (event.getState()) {
          case STATE_SUCCEEDED, STATE_FAILED, STATE_CANCELLED -> true;
          case STATE_HELD,
              STATE_QUEUED,
              STATE_STARTING,
              STATE_RUNNING,
              STATE_STOPPING,
              STATE_UNSPECIFIED,
              UNRECOGNIZED ->
              false;
        };
  }
}
