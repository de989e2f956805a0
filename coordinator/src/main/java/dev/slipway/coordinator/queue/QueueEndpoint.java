package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.PageSize;
import dev.slipway.coordinator.build.PageToken;
import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.queue.pause.Pauses;
import dev.slipway.coordinator.queue.pause.Scopes;
import dev.slipway.coordinator.submit.BuildMessages;
import dev.slipway.v1.Build;
import dev.slipway.v1.GetQueueRequest;
import dev.slipway.v1.GetQueueStatsRequest;
import dev.slipway.v1.ListDeadLettersRequest;
import dev.slipway.v1.ListDeadLettersResponse;
import dev.slipway.v1.ListPausesRequest;
import dev.slipway.v1.ListPausesResponse;
import dev.slipway.v1.Pause;
import dev.slipway.v1.PauseQueueRequest;
import dev.slipway.v1.Queue;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.QueueStats;
import dev.slipway.v1.ResumeQueueRequest;
import dev.slipway.v1.ResumeQueueResponse;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** QueueService. */
@Singleton
class QueueEndpoint extends QueueServiceGrpc.QueueServiceImplBase {
  private static final int DEAD_LETTERS_A_PAGE = 50;

  private final Scopes scopes;
  private final Depths depths;
  private final QueueStatistics statistics;
  private final Pauses pauses;
  private final DeadLetterRepository deadLetters;
  private final Builds builds;
  private final BuildMessages messages;

  QueueEndpoint(
      Scopes scopes,
      Depths depths,
      QueueStatistics statistics,
      Pauses pauses,
      DeadLetterRepository deadLetters,
      Builds builds,
      BuildMessages messages) {
    this.scopes = scopes;
    this.depths = depths;
    this.statistics = statistics;
    this.pauses = pauses;
    this.deadLetters = deadLetters;
    this.builds = builds;
    this.messages = messages;
  }

  @Override
  public void getQueue(GetQueueRequest request, StreamObserver<Queue> answer) {
    var scope = scopes.get(QueueEndpointReader.scope(request.getScope()));
    answer.onNext(
        QueueEndpointMessages.queue(scope.scope(), depths.of(scope), pauses.holding(scope)));
    answer.onCompleted();
  }

  @Override
  public void getQueueStats(GetQueueStatsRequest request, StreamObserver<QueueStats> answer) {
    var window = QueueEndpointReader.window(request);
    var scope = scopes.get(QueueEndpointReader.scope(request.getScope()));
    answer.onNext(QueueEndpointMessages.stats(scope.scope(), statistics.of(scope, window), window));
    answer.onCompleted();
  }

  @Override
  public void pauseQueue(PauseQueueRequest request, StreamObserver<Pause> answer) {
    var asked = request.getPause();
    var pause =
        pauses.pause(
            Scope.ofRequest("pause.scope", asked.getScope()),
            QueueEndpointReader.mode(asked),
            QueueEndpointReader.pausedBy(asked),
            QueueEndpointReader.reason(asked),
            QueueEndpointReader.untilTime(asked));
    answer.onNext(QueueEndpointMessages.pause(pause));
    answer.onCompleted();
  }

  @Override
  public void resumeQueue(ResumeQueueRequest request, StreamObserver<ResumeQueueResponse> answer) {
    var ended = pauses.resume(QueueEndpointReader.scope(request.getScope()));
    var response = ResumeQueueResponse.newBuilder();
    if (ended != null) {
      response.setEnded(QueueEndpointMessages.pause(ended));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void listPauses(ListPausesRequest request, StreamObserver<ListPausesResponse> answer) {
    var scope =
        request.getScope().isEmpty()
            ? Scope.CLUSTER
            : QueueEndpointReader.scope(request.getScope());
    answer.onNext(
        ListPausesResponse.newBuilder()
            .addAllPauses(pauses.within(scope).stream().map(QueueEndpointMessages::pause).toList())
            .build());
    answer.onCompleted();
  }

  @Override
  public void listDeadLetters(
      ListDeadLettersRequest request, StreamObserver<ListDeadLettersResponse> answer) {
    var tenant = QueueEndpointReader.parent(request.getParent());
    int size = PageSize.of(request.getPageSize(), DEAD_LETTERS_A_PAGE);
    var after = QueueEndpointReader.after(request.getPageToken());
    scopes.get(tenant == null ? Scope.CLUSTER : new Scope.OfTenant(tenant));
    // One more than a page tells whether there is another.
    var found =
        deadLetters.oldest(
            tenant,
            after == null ? null : after.time(),
            after == null ? null : after.build(),
            size + 1);
    var page = found.subList(0, Math.min(size, found.size()));
    var response = ListDeadLettersResponse.newBuilder();
    page.forEach(row -> response.addBuilds(build(new BuildRef(row.tenantId(), row.buildId()))));
    if (found.size() > size) {
      var last = page.getLast();
      response.setNextPageToken(
          PageToken.encode(last.deadLetterTime().toString(), last.buildId().toString()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private Build build(BuildRef ref) {
    return messages.message(builds.get(ref), builds.log(ref));
  }
}
