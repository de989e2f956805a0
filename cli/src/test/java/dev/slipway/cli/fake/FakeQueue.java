package dev.slipway.cli.fake;

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
import dev.slipway.v1.QueueServiceGrpc.QueueServiceImplBase;
import dev.slipway.v1.QueueStats;
import dev.slipway.v1.RequeueDeadLetterRequest;
import dev.slipway.v1.ResumeQueueRequest;
import dev.slipway.v1.ResumeQueueResponse;
import dev.slipway.v1.SimulateQueueRequest;
import dev.slipway.v1.SimulateQueueResponse;
import io.grpc.stub.StreamObserver;

/** A queue that answers what a test puts here. */
public final class FakeQueue extends QueueServiceImplBase {
  public final Answers answers = new Answers();
  public volatile Queue queue = Queue.getDefaultInstance();
  public volatile ChatQueue chatQueue = ChatQueue.getDefaultInstance();
  public volatile QueueStats stats = QueueStats.getDefaultInstance();
  public volatile ResumeQueueResponse resumed = ResumeQueueResponse.getDefaultInstance();
  public volatile ListPausesResponse pauses = ListPausesResponse.getDefaultInstance();
  public volatile SimulateQueueResponse simulated = SimulateQueueResponse.getDefaultInstance();
  public volatile ListDeadLettersResponse deadLetters =
      ListDeadLettersResponse.getDefaultInstance();

  @Override
  public void getQueue(GetQueueRequest request, StreamObserver<Queue> answer) {
    answers.give(request, answer, queue);
  }

  @Override
  public void getChatQueue(GetChatQueueRequest request, StreamObserver<ChatQueue> answer) {
    answers.give(request, answer, chatQueue);
  }

  @Override
  public void getQueueStats(GetQueueStatsRequest request, StreamObserver<QueueStats> answer) {
    answers.give(request, answer, stats);
  }

  @Override
  public void pauseQueue(PauseQueueRequest request, StreamObserver<Pause> answer) {
    answers.give(request, answer, request.getPause());
  }

  @Override
  public void resumeQueue(ResumeQueueRequest request, StreamObserver<ResumeQueueResponse> answer) {
    answers.give(request, answer, resumed);
  }

  @Override
  public void listPauses(ListPausesRequest request, StreamObserver<ListPausesResponse> answer) {
    answers.give(request, answer, pauses);
  }

  @Override
  public void simulateQueue(
      SimulateQueueRequest request, StreamObserver<SimulateQueueResponse> answer) {
    answers.give(request, answer, simulated);
  }

  @Override
  public void listDeadLetters(
      ListDeadLettersRequest request, StreamObserver<ListDeadLettersResponse> answer) {
    answers.give(request, answer, deadLetters);
  }

  @Override
  public void requeueDeadLetter(RequeueDeadLetterRequest request, StreamObserver<Build> answer) {
    answers.give(
        request,
        answer,
        Build.newBuilder().setName(Script.BUILD).setRetryOf(request.getName()).build());
  }

  @Override
  public void discardDeadLetter(DiscardDeadLetterRequest request, StreamObserver<Build> answer) {
    answers.give(
        request,
        answer,
        Build.newBuilder().setName(request.getName()).setState(Build.State.STATE_FAILED).build());
  }
}
