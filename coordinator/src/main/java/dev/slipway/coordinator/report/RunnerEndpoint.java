package dev.slipway.coordinator.report;

import dev.slipway.coordinator.artifact.Artifacts;
import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.BuildsChanged;
import dev.slipway.coordinator.stream.PacedStream;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.ConnectResponse;
import dev.slipway.runner.v1.FetchSourceRequest;
import dev.slipway.runner.v1.FetchSourceResponse;
import dev.slipway.runner.v1.PutArtifactRequest;
import dev.slipway.runner.v1.PutArtifactResponse;
import dev.slipway.runner.v1.RunnerServiceGrpc;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RunnerService. Takes the next message of a runner only when the last one is committed. Metric:
 * {@code slipway.runners}, how many are connected now.
 */
@Singleton
class RunnerEndpoint extends RunnerServiceGrpc.RunnerServiceImplBase {
  private static final Logger log = LoggerFactory.getLogger(RunnerEndpoint.class);

  private final Reports reports;
  private final ReportConfig config;
  private final Builds builds;
  private final BlobStore blobs;
  private final Artifacts artifacts;
  private final Map<UUID, Conversation> conversations = new ConcurrentHashMap<>();

  RunnerEndpoint(
      Reports reports,
      ReportConfig config,
      Builds builds,
      BlobStore blobs,
      Artifacts artifacts,
      MeterRegistry metrics) {
    this.reports = reports;
    this.config = config;
    this.builds = builds;
    this.blobs = blobs;
    this.artifacts = artifacts;
    metrics.gaugeMapSize("slipway.runners", Tags.empty(), conversations);
  }

  @Override
  public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> answer) {
    var runner = (ServerCallStreamObserver<ConnectResponse>) answer;
    var caller = Caller.current();
    var stream = new RunnerStream(runner);
    var conversation = new Conversation(caller, stream, reports, config);
    runner.disableAutoInboundFlowControl();
    runner.setOnCancelHandler(() -> forget(caller, conversation));
    runner.setOnCloseHandler(() -> forget(caller, conversation));
    runner.request(1);
    return new StreamObserver<>() {
      @Override
      public void onNext(ConnectRequest message) {
        if (conversation.over()) {
          // Sent before the runner could hear that nothing counts any more.
          return;
        }
        try {
          hear(caller, conversation, message);
          runner.request(1);
        } catch (ProtocolError error) {
          log.warn("{}: {}", caller.build(), error.what());
          forget(caller, conversation);
          stream.close();
          reports.broken(caller, error);
          runner.onError(
              Status.INVALID_ARGUMENT.withDescription(error.what()).asRuntimeException());
        }
      }

      @Override
      public void onError(Throwable cut) {
        // The link is gone; that says nothing about the build. Its runner's exit will.
        forget(caller, conversation);
      }

      @Override
      public void onCompleted() {
        forget(caller, conversation);
        stream.complete();
      }
    };
  }

  private void hear(Caller caller, Conversation conversation, ConnectRequest message) {
    switch (message.getMessageCase()) {
      case HELLO -> {
        conversation.hello(message.getHello());
        if (!conversation.over()) {
          // Only now: a second stream of the attempt must not hide the one that was welcomed.
          conversations.put(caller.build().id(), conversation);
          // A cancel that came before this found nobody to tell.
          conversation.cancelIfStopping();
        }
      }
      case EVENT -> conversation.event(message.getEvent());
      case LOG -> conversation.log(message.getLog());
      case RESULT -> conversation.result(message.getResult());
      case MESSAGE_NOT_SET -> throw new ProtocolError("an empty message");
    }
  }

  private void forget(Caller caller, Conversation conversation) {
    conversations.remove(caller.build().id(), conversation);
  }

  @TransactionalEventListener
  void on(BuildsChanged event) {
    for (var change : event.changes()) {
      if (change.state() == StateName.STOPPING) {
        cancel(change.build());
      }
    }
  }

  private void cancel(BuildRef build) {
    var conversation = conversations.get(build.id());
    if (conversation == null) {
      return;
    }
    try {
      conversation.cancelIfStopping();
    } catch (RuntimeException e) {
      // The cancel is committed, so whoever asked must not be told otherwise. Rescue ends the
      // runner.
      log.warn("tell the runner of {} to stop: {}", build, e.toString());
    }
  }

  @Override
  public void fetchSource(FetchSourceRequest request, StreamObserver<FetchSourceResponse> answer) {
    var source = builds.get(Caller.current().build()).spec().source();
    if (!(source instanceof SourceSpec.Archive archive)
        || !archive.sha256().equals(request.getSha256())) {
      throw Refusal.notFound("source " + Words.cut(request.getSha256(), 100));
    }
    if (blobs.size(archive.sha256()).isEmpty()) {
      log.error("the store has lost source {} of {}", archive.sha256(), Caller.current().build());
      throw Refusal.notFound("source " + archive.sha256());
    }
    PacedStream.start(
        (ServerCallStreamObserver<FetchSourceResponse>) answer,
        stream ->
            stream.sendAll(
                blobs.open(archive.sha256()),
                chunk -> FetchSourceResponse.newBuilder().setChunk(chunk).build()));
  }

  @Override
  public StreamObserver<PutArtifactRequest> putArtifact(
      StreamObserver<PutArtifactResponse> answer) {
    return new ArtifactInlet(
        artifacts, Caller.current(), (ServerCallStreamObserver<PutArtifactResponse>) answer);
  }
}
