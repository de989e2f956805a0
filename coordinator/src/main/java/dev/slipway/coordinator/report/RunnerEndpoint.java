package dev.slipway.coordinator.report;

import dev.slipway.coordinator.artifact.Artifacts;
import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.BuildsChanged;
import dev.slipway.coordinator.loop.GroupCommit;
import dev.slipway.coordinator.peer.Coordinators;
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
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import io.micronaut.transaction.exceptions.TransactionException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** RunnerService. Takes the next message of a runner only when the last one is committed. */
@Singleton
class RunnerEndpoint extends RunnerServiceGrpc.RunnerServiceImplBase {
  private static final Logger log = LoggerFactory.getLogger(RunnerEndpoint.class);

  private final Reports reports;
  private final ReportConfig config;
  private final Builds builds;
  private final BlobStore blobs;
  private final Artifacts artifacts;
  private final Runners runners;
  private final Coordinators coordinators;

  RunnerEndpoint(
      Reports reports,
      ReportConfig config,
      Builds builds,
      BlobStore blobs,
      Artifacts artifacts,
      Runners runners,
      Coordinators coordinators) {
    this.reports = reports;
    this.config = config;
    this.builds = builds;
    this.blobs = blobs;
    this.artifacts = artifacts;
    this.runners = runners;
    this.coordinators = coordinators;
  }

  @Override
  public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> answer) {
    var runner = (ServerCallStreamObserver<ConnectResponse>) answer;
    var caller = Caller.current();
    var stream = new RunnerStream(runner);
    var conversation = new Conversation(caller, stream, reports, config);
    runner.disableAutoInboundFlowControl();
    runner.setOnCancelHandler(() -> runners.remove(conversation));
    runner.setOnCloseHandler(() -> runners.remove(conversation));
    runner.request(1);
    return new StreamObserver<>() {
      @Override
      public void onNext(ConnectRequest message) {
        if (conversation.over()) {
          // Sent before the runner could hear that nothing counts any more.
          return;
        }
        try {
          hear(conversation, message);
          runner.request(1);
        } catch (ProtocolError error) {
          log.warn("{}: {}", caller.build(), error.what());
          runners.remove(conversation);
          reports.broken(caller, error);
          stream.fail(Status.INVALID_ARGUMENT.withDescription(error.what()));
        } catch (DataAccessException | TransactionException | GroupCommit.Full e) {
          // Nothing was acked, so nothing is lost: the runner keeps it and comes back.
          log.warn(
              "{}: the database did not take what its runner said: {}",
              caller.build(),
              e.toString());
          runners.remove(conversation);
          stream.unavailable("what was said could not be stored; connect again");
        }
      }

      @Override
      public void onError(Throwable cut) {
        // The link is gone; that says nothing about the build. Its runner's exit will.
        runners.remove(conversation);
      }

      @Override
      public void onCompleted() {
        runners.remove(conversation);
        stream.complete();
      }
    };
  }

  private void hear(Conversation conversation, ConnectRequest message) {
    switch (message.getMessageCase()) {
      case HELLO -> {
        if (conversation.hello(message.getHello(), coordinators.addresses())) {
          // Only now: a stream that is not welcomed must not hide the one that was.
          runners.add(conversation);
          // A cancel that came before this found nobody to tell.
          conversation.cancelIfStopping();
        }
      }
      case EVENT -> conversation.event(message.getEvent());
      case LOG -> conversation.log(message.getLog());
      case RESULT -> conversation.result(message.getResult());
      case BEAT -> conversation.beat(message.getBeat());
      case SAMPLE -> conversation.sample(message.getSample());
      case MESSAGE_NOT_SET -> throw new ProtocolError("an empty message");
    }
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
    var conversation = runners.of(build);
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
