package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.fanout.BuildWatch;
import dev.slipway.v1.BatchCreateBuildsRequest;
import dev.slipway.v1.BatchCreateBuildsResponse;
import dev.slipway.v1.BatchGetBuildsRequest;
import dev.slipway.v1.BatchGetBuildsResponse;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
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
import dev.slipway.v1.RetryBuildRequest;
import dev.slipway.v1.UpdateBuildRequest;
import dev.slipway.v1.WaitBuildRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micronaut.context.annotation.Bean;
import jakarta.inject.Singleton;
import java.time.Duration;

/** BuildService, but for what {@link Watches} answers. */
@Bean(typed = BuildEndpoint.class)
@Singleton
class BuildEndpoint extends BuildServiceGrpc.BuildServiceImplBase {
  private final Submits submits;
  private final Repeats repeats;
  private final Changes changes;
  private final BulkCancels bulkCancels;
  private final Reads reads;
  private final Lists lists;
  private final BuildWatch watch;

  private final Explained explained;

  BuildEndpoint(
      Submits submits,
      Repeats repeats,
      Changes changes,
      BulkCancels bulkCancels,
      Reads reads,
      Lists lists,
      BuildWatch watch,
      Explained explained) {
    this.explained = explained;
    this.submits = submits;
    this.repeats = repeats;
    this.changes = changes;
    this.bulkCancels = bulkCancels;
    this.reads = reads;
    this.lists = lists;
    this.watch = watch;
  }

  @Override
  public void createBuild(CreateBuildRequest request, StreamObserver<Build> answer) {
    answer(answer, submits.create(request));
  }

  @Override
  public void batchCreateBuilds(
      BatchCreateBuildsRequest request, StreamObserver<BatchCreateBuildsResponse> answer) {
    answer(
        answer,
        BatchCreateBuildsResponse.newBuilder().addAllBuilds(submits.createAll(request)).build());
  }

  @Override
  public void retryBuild(RetryBuildRequest request, StreamObserver<Build> answer) {
    answer(answer, repeats.retry(request));
  }

  @Override
  public void getBuild(GetBuildRequest request, StreamObserver<Build> answer) {
    answer(answer, explained.get(BuildRef.ofRequest(request.getName())));
  }

  @Override
  public void explainBuild(ExplainBuildRequest request, StreamObserver<Explanation> answer) {
    answer(answer, explained.explain(BuildRef.ofRequest(request.getName())));
  }

  @Override
  public void batchGetBuilds(
      BatchGetBuildsRequest request, StreamObserver<BatchGetBuildsResponse> answer) {
    answer(answer, BatchGetBuildsResponse.newBuilder().addAllBuilds(reads.batch(request)).build());
  }

  @Override
  public void listBuilds(ListBuildsRequest request, StreamObserver<ListBuildsResponse> answer) {
    answer(answer, lists.list(request));
  }

  @Override
  public void listAttempts(
      ListAttemptsRequest request, StreamObserver<ListAttemptsResponse> answer) {
    var ref = BuildRef.ofRequest(request.getName());
    answer(answer, ListAttemptsResponse.newBuilder().addAllAttempts(reads.attempts(ref)).build());
  }

  @Override
  public void listBuildEvents(
      ListBuildEventsRequest request, StreamObserver<ListBuildEventsResponse> answer) {
    answer(answer, reads.events(request));
  }

  @Override
  public void updateBuild(UpdateBuildRequest request, StreamObserver<Build> answer) {
    answer(answer, reads.get(changes.update(request)));
  }

  @Override
  public void cancelBuild(CancelBuildRequest request, StreamObserver<Build> answer) {
    answer(answer, reads.get(changes.cancel(request)));
  }

  @Override
  public void bulkCancelBuilds(
      BulkCancelBuildsRequest request, StreamObserver<BulkCancelBuildsResponse> answer) {
    answer(answer, bulkCancels.cancel(request));
  }

  @Override
  public void waitBuild(WaitBuildRequest request, StreamObserver<Build> answer) {
    var ref = BuildRef.ofRequest(request.getName());
    long millis = WishReader.millis(request.getTimeout());
    if (request.hasTimeout() && (millis < 0 || millis > WishReader.TIMEOUT_MAX_MILLIS)) {
      throw Refusal.badField(
          "timeout", "is %d s; 0 s to 3600 s.".formatted(request.getTimeout().getSeconds()));
    }
    var timeout = Duration.ofMillis(request.hasTimeout() ? millis : WishReader.TIMEOUT_MAX_MILLIS);
    reads.get(ref);
    watch.awaitEnd(ref, timeout, (ServerCallStreamObserver<?>) answer);
    answer(answer, reads.get(ref));
  }

  private static <T> void answer(StreamObserver<T> answer, T message) {
    answer.onNext(message);
    answer.onCompleted();
  }
}
