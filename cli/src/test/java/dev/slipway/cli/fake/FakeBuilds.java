package dev.slipway.cli.fake;

import dev.slipway.v1.Attempt;
import dev.slipway.v1.BatchGetBuildsRequest;
import dev.slipway.v1.BatchGetBuildsResponse;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceImplBase;
import dev.slipway.v1.BuildsDelta;
import dev.slipway.v1.BulkCancelBuildsRequest;
import dev.slipway.v1.BulkCancelBuildsResponse;
import dev.slipway.v1.CancelBuildRequest;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.ExplainBuildRequest;
import dev.slipway.v1.Explanation;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.ListAttemptsRequest;
import dev.slipway.v1.ListAttemptsResponse;
import dev.slipway.v1.ListBuildEventsRequest;
import dev.slipway.v1.ListBuildEventsResponse;
import dev.slipway.v1.ListBuildsRequest;
import dev.slipway.v1.ListBuildsResponse;
import dev.slipway.v1.QueueStatus;
import dev.slipway.v1.RetryBuildRequest;
import dev.slipway.v1.UpdateBuildRequest;
import dev.slipway.v1.WatchBuildRequest;
import dev.slipway.v1.WatchBuildsRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Every build that is asked for follows one script. */
public final class FakeBuilds extends BuildServiceImplBase {
  public final List<CreateBuildRequest> created = Collections.synchronizedList(new ArrayList<>());
  public final List<WatchBuildRequest> watched = Collections.synchronizedList(new ArrayList<>());
  public final List<ListBuildsRequest> listed = Collections.synchronizedList(new ArrayList<>());
  public final List<CancelBuildRequest> cancelled = Collections.synchronizedList(new ArrayList<>());
  public final List<GetBuildRequest> got = Collections.synchronizedList(new ArrayList<>());
  public final List<RetryBuildRequest> retried = Collections.synchronizedList(new ArrayList<>());
  public final List<UpdateBuildRequest> updated = Collections.synchronizedList(new ArrayList<>());
  public final List<BulkCancelBuildsRequest> bulkCancelled =
      Collections.synchronizedList(new ArrayList<>());
  public volatile Script script = Script.ofSuccess();

  /** Thrown away by each CreateBuild in turn instead of an answer, after the request was kept. */
  public final Deque<RuntimeException> createRefusals = new ArrayDeque<>();

  /** What ExplainBuild answers. */
  public volatile Explanation explanation = Explanation.getDefaultInstance();

  /** What ListAttempts answers. */
  public volatile List<Attempt> attempts = List.of();

  /** What BulkCancelBuilds answers. */
  public volatile BulkCancelBuildsResponse bulkAnswer =
      BulkCancelBuildsResponse.getDefaultInstance();

  /**
   * While this is set a watched build stays in the state of its first event, until GetBuild has
   * told this status; null for a build that does not wait. Also what a check is told.
   */
  public volatile @Nullable QueueStatus waitsWith;

  private final CountDownLatch statusTold = new CountDownLatch(1);

  /** A watch is cut after so many messages; null for never. */
  public volatile @Nullable Integer watchCutAfter;

  /**
   * A watch says nothing more after so many messages, until the build is cancelled; null: never.
   */
  public volatile @Nullable Integer watchHoldsAfter;

  /** Runs when a watch says nothing more. */
  public volatile Runnable onHold = () -> {};

  /** What each WatchBuilds in turn is told, and then cut; after the last one it is refused. */
  public final Deque<List<BuildsDelta>> deltas = new ConcurrentLinkedDeque<>();

  public final List<WatchBuildsRequest> watchedMany =
      Collections.synchronizedList(new ArrayList<>());

  private final CountDownLatch cancelAsked = new CountDownLatch(1);

  /** Runs when a watch is cut. */
  public volatile Runnable onCut = () -> {};

  /** How many builds there are to list. */
  public volatile int listable = 3;

  @Override
  public void createBuild(CreateBuildRequest request, StreamObserver<Build> answer) {
    created.add(request);
    RuntimeException refusal = createRefusals.poll();
    if (refusal != null) {
      answer.onError(refusal);
      return;
    }
    Build.Builder queued = request.getBuild().toBuilder().setState(Build.State.STATE_QUEUED);
    QueueStatus status = waitsWith;
    if (!request.getValidateOnly()) {
      queued.setName(Script.BUILD);
    } else if (status != null) {
      queued.setQueueStatus(status);
    }
    answer.onNext(queued.build());
    answer.onCompleted();
  }

  @Override
  public void getBuild(GetBuildRequest request, StreamObserver<Build> answer) {
    got.add(request);
    if (!request.getName().equals(Script.BUILD)) {
      answer.onError(
          Status.NOT_FOUND.withDescription("no build " + request.getName()).asException());
      return;
    }
    QueueStatus status = waitsWith;
    answer.onNext(
        status == null
            ? script.ended()
            : Build.newBuilder()
                .setName(Script.BUILD)
                .setState(Build.State.STATE_QUEUED)
                .setQueueStatus(status)
                .build());
    answer.onCompleted();
    if (status != null) {
      waitsWith = null;
      statusTold.countDown();
    }
  }

  @Override
  public void watchBuild(WatchBuildRequest request, StreamObserver<BuildEvent> answer) {
    watched.add(request);
    Integer left = watchCutAfter;
    Integer untilHold = watchHoldsAfter;
    for (BuildEvent event : script.events()) {
      if (!isAfter(event, request)) {
        continue;
      }
      if (untilHold != null && untilHold-- == 0) {
        onHold.run();
        await(cancelAsked);
      }
      if (left != null && left-- == 0) {
        onCut.run();
        answer.onError(Status.UNAVAILABLE.withDescription("cut by the test").asException());
        return;
      }
      answer.onNext(event);
      if (waitsWith != null) {
        await(statusTold);
      }
    }
    answer.onCompleted();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  // A log chunk that was sent in part is sent from the byte asked for, as the coordinator does.
  private static boolean isAfter(BuildEvent event, WatchBuildRequest request) {
    return event.hasLog()
        ? event.getLog().getOffset() >= request.getLogOffset()
        : event.getSequence() > request.getAfterSequence();
  }

  @Override
  public void watchBuilds(WatchBuildsRequest request, StreamObserver<BuildsDelta> answer) {
    watchedMany.add(request);
    List<BuildsDelta> told = deltas.poll();
    if (told == null) {
      answer.onError(Status.NOT_FOUND.withDescription("that was all").asException());
      return;
    }
    told.forEach(answer::onNext);
    answer.onError(Status.UNAVAILABLE.withDescription("cut by the test").asException());
  }

  @Override
  public void batchGetBuilds(
      BatchGetBuildsRequest request, StreamObserver<BatchGetBuildsResponse> answer) {
    BatchGetBuildsResponse.Builder found = BatchGetBuildsResponse.newBuilder();
    request
        .getNamesList()
        .forEach(
            name ->
                found.addBuilds(
                    script.ended().toBuilder().setName(name).setLastSequence(9).build()));
    answer.onNext(found.build());
    answer.onCompleted();
  }

  @Override
  public void listBuildEvents(
      ListBuildEventsRequest request, StreamObserver<ListBuildEventsResponse> answer) {
    List<BuildEvent> stored =
        script.events().stream().filter(event -> event.getSequence() > 0).toList();
    // Two a page, whatever was asked for.
    int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    int to = Math.min(stored.size(), from + 2);
    answer.onNext(
        ListBuildEventsResponse.newBuilder()
            .addAllEvents(stored.subList(from, to))
            .setNextPageToken(to < stored.size() ? Integer.toString(to) : "")
            .build());
    answer.onCompleted();
  }

  @Override
  public void listBuilds(ListBuildsRequest request, StreamObserver<ListBuildsResponse> answer) {
    listed.add(request);
    int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    int to = Math.min(listable, from + request.getPageSize());
    ListBuildsResponse.Builder page = ListBuildsResponse.newBuilder();
    for (int i = from; i < to; i++) {
      page.addBuilds(script.ended().toBuilder().setName("tenants/default/builds/b" + i));
    }
    answer.onNext(page.setNextPageToken(to < listable ? Integer.toString(to) : "").build());
    answer.onCompleted();
  }

  @Override
  public void cancelBuild(CancelBuildRequest request, StreamObserver<Build> answer) {
    cancelled.add(request);
    cancelAsked.countDown();
    answer.onNext(
        Build.newBuilder().setName(request.getName()).setState(Build.State.STATE_STOPPING).build());
    answer.onCompleted();
  }

  @Override
  public void retryBuild(RetryBuildRequest request, StreamObserver<Build> answer) {
    retried.add(request);
    answer.onNext(
        Build.newBuilder()
            .setName(Script.BUILD)
            .setState(Build.State.STATE_QUEUED)
            .setRetryOf(request.getName())
            .build());
    answer.onCompleted();
  }

  @Override
  public void updateBuild(UpdateBuildRequest request, StreamObserver<Build> answer) {
    updated.add(request);
    answer.onNext(request.getBuild());
    answer.onCompleted();
  }

  @Override
  public void bulkCancelBuilds(
      BulkCancelBuildsRequest request, StreamObserver<BulkCancelBuildsResponse> answer) {
    bulkCancelled.add(request);
    answer.onNext(bulkAnswer);
    answer.onCompleted();
  }

  @Override
  public void explainBuild(ExplainBuildRequest request, StreamObserver<Explanation> answer) {
    answer.onNext(explanation);
    answer.onCompleted();
  }

  @Override
  public void listAttempts(
      ListAttemptsRequest request, StreamObserver<ListAttemptsResponse> answer) {
    answer.onNext(ListAttemptsResponse.newBuilder().addAllAttempts(attempts).build());
    answer.onCompleted();
  }
}
