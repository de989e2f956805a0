package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.PageSize;
import dev.slipway.coordinator.build.PageToken;
import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.queue.DeadLetterRepository.DeadLetter;
import dev.slipway.coordinator.queue.pause.Pauses;
import dev.slipway.coordinator.queue.pause.Scopes;
import dev.slipway.coordinator.submit.ManyBuilds;
import dev.slipway.v1.Build;
import dev.slipway.v1.ChatQueue;
import dev.slipway.v1.DiscardDeadLetterRequest;
import dev.slipway.v1.GetChatQueueRequest;
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
import dev.slipway.v1.RequeueDeadLetterRequest;
import dev.slipway.v1.ResumeQueueRequest;
import dev.slipway.v1.ResumeQueueResponse;
import dev.slipway.v1.SimulateQueueRequest;
import dev.slipway.v1.SimulateQueueResponse;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** QueueService. */
@Singleton
class QueueEndpoint extends QueueServiceGrpc.QueueServiceImplBase {
  private static final int DEAD_LETTERS_A_PAGE = 50;
  private static final int CHAT_BUILDS = 50;

  private final Scopes scopes;
  private final Depths depths;
  private final QueueStatistics statistics;
  private final Pauses pauses;
  private final DeadLetterRepository listed;
  private final DeadLetters deadLetters;
  private final ChatQueues chatQueues;
  private final ManyBuilds many;
  private final Simulations simulations;

  QueueEndpoint(
      Scopes scopes,
      Depths depths,
      QueueStatistics statistics,
      Pauses pauses,
      DeadLetterRepository listed,
      DeadLetters deadLetters,
      ChatQueues chatQueues,
      ManyBuilds many,
      Simulations simulations) {
    this.simulations = simulations;
    this.scopes = scopes;
    this.depths = depths;
    this.statistics = statistics;
    this.pauses = pauses;
    this.listed = listed;
    this.deadLetters = deadLetters;
    this.chatQueues = chatQueues;
    this.many = many;
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
        listed.oldest(
            tenant,
            after == null ? null : after.time(),
            after == null ? null : after.build(),
            size + 1);
    var page = found.subList(0, Math.min(size, found.size()));
    var response =
        ListDeadLettersResponse.newBuilder()
            .addAllBuilds(many.byId(page.stream().map(DeadLetter::buildId).toList()));
    if (found.size() > size) {
      var last = page.getLast();
      response.setNextPageToken(
          PageToken.encode(last.deadLetterTime().toString(), last.buildId().toString()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void requeueDeadLetter(RequeueDeadLetterRequest request, StreamObserver<Build> answer) {
    answer.onNext(deadLetters.requeue(BuildRef.ofRequest(request.getName())));
    answer.onCompleted();
  }

  @Override
  public void discardDeadLetter(DiscardDeadLetterRequest request, StreamObserver<Build> answer) {
    answer.onNext(deadLetters.discard(BuildRef.ofRequest(request.getName())));
    answer.onCompleted();
  }

  @Override
  public void getChatQueue(GetChatQueueRequest request, StreamObserver<ChatQueue> answer) {
    int size = PageSize.of(request.getPageSize(), CHAT_BUILDS);
    var chat = QueueEndpointReader.chat(request.getName());
    answer.onNext(chatQueues.of(scopes.get(chat), size));
    answer.onCompleted();
  }

  @Override
  public void simulateQueue(
      SimulateQueueRequest request, StreamObserver<SimulateQueueResponse> answer) {
    answer.onNext(simulations.simulate(request));
    answer.onCompleted();
  }
}
