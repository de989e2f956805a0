package dev.slipway.coordinator.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.blob.Blobs;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildSpec.ArchiveFormat;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.runner.v1.ArtifactHeader;
import dev.slipway.runner.v1.FetchSourceRequest;
import dev.slipway.runner.v1.PutArtifactRequest;
import dev.slipway.runner.v1.PutArtifactResponse;
import dev.slipway.runner.v1.RunnerServiceGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a token opens: one attempt, its source and its artifacts, as long as it is not over. */
@CoordinatorTest
class RunnerIdentityTest {
  private final TestServer server;
  private final Ledger ledger;
  private final Builds builds;
  private final BlobStore blobs;
  private final TestBuilds make;

  RunnerIdentityTest(
      TestServer server, Ledger ledger, Builds builds, BlobStore blobs, TestBuilds make) {
    this.server = server;
    this.ledger = ledger;
    this.builds = builds;
    this.blobs = blobs;
    this.make = make;
  }

  @Test
  void nobodyGetsInWithoutATokenThatWeGave() throws Exception {
    var held = make.aBuild().starting();

    for (var channel :
        new Channel[] {
          server.channel(), server.channel(""), server.channel("guess"), server.channel("tökén")
        }) {
      var runner = TestRunner.connect(channel);
      runner.hello(held);
      assertThat(runner.closes().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(fetch(channel, "0".repeat(64))).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(put(channel, new byte[1])).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    assertThat(builds.get(held.build()).state()).isEqualTo(StateName.STARTING);
  }

  @Test
  void theTokenOfAnAttemptThatIsOverOpensNothingAndItsRunnerIsFenced() throws Exception {
    var held = make.aBuild().running();
    lose(held);
    var channel = server.channel(held.token());

    var runner = TestRunner.connect(channel);
    runner.hello(held);

    assertThat(runner.hears().getFenced().getWhy()).contains("is over", held.build().name());
    assertThat(runner.closes()).isEqualTo(Status.OK);
    assertThat(fetch(channel, "0".repeat(64))).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(put(channel, new byte[1])).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(builds.get(held.build()).state()).isEqualTo(StateName.HELD);
  }

  @Test
  void theTokenOfTheAttemptBeforeDoesNotOpenTheNext() throws Exception {
    var old = make.aBuild().running();
    lose(old);
    var now = make.lease(old.build());

    var runner = TestRunner.connect(server.channel(old.token()));
    runner.hello(now);

    assertThat(runner.closes().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(builds.get(now.build()).state()).isEqualTo(StateName.STARTING);
  }

  @Test
  void aTokenDoesNotSpeakForAnotherBuild() throws Exception {
    var ours = make.aBuild().starting();
    var theirs = make.aBuild().starting();

    var runner = TestRunner.connect(server.channel(ours.token()));
    runner.hello(theirs);

    assertThat(runner.closes().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(builds.get(theirs.build()).state()).isEqualTo(StateName.STARTING);
    assertThat(builds.get(theirs.build()).lastSequence()).isEqualTo(2);
  }

  @Test
  void theSourceOfItsBuildAndNoOtherIsGivenOut() {
    var content = new byte[600_000];
    new Random(1).nextBytes(content);
    var blob = blobs.put(new ByteArrayInputStream(content));
    var other = blobs.put(new ByteArrayInputStream("other".getBytes(UTF_8)));
    var archive = new SourceSpec.Archive(blob.sha256(), blob.sizeBytes(), ArchiveFormat.TAR);
    var channel = server.channel(make.aBuild().from(archive).running().token());
    var withoutSource = server.channel(make.aBuild().running().token());

    assertThat(fetched(channel, blob.sha256())).isEqualTo(content);
    assertThat(fetch(channel, other.sha256())).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(fetch(withoutSource, blob.sha256())).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void aSourceThatTheStoreHasLostIsNotFound() {
    var lost = Blobs.sha256("never stored".getBytes(UTF_8));
    var archive = new SourceSpec.Archive(lost, 12, ArchiveFormat.TAR);
    var channel = server.channel(make.aBuild().from(archive).running().token());

    assertThat(fetch(channel, lost)).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void anArtifactIsStoredByItsSha256() throws Exception {
    var content = new byte[600_000];
    new Random(2).nextBytes(content);
    var channel = server.channel(make.aBuild().running().token());

    assertThat(put(channel, content)).isEqualTo(Status.Code.OK);
    assertThat(put(channel, content)).as("again").isEqualTo(Status.Code.OK);

    assertThat(blobs.size(Blobs.sha256(content))).hasValue(content.length);
  }

  @Test
  void anArtifactThatIsNotSentAsItShouldBeIsRefused() throws Exception {
    var channel = server.channel(make.aBuild().running().token());
    var content = "content".getBytes(UTF_8);
    var chunk = PutArtifactRequest.newBuilder().setChunk(ByteString.copyFrom(content)).build();
    var header = header(Blobs.sha256(content), content.length);

    assertThat(send(channel)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(send(channel, chunk)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(send(channel, header)).as("too short").isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(send(channel, header, header)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(send(channel, header, chunk, chunk)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(send(channel, header, PutArtifactRequest.getDefaultInstance()))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(send(channel, header("x", 1))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(send(channel, header(Blobs.sha256(content), 1L << 40)))
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(blobs.size(Blobs.sha256(content))).isEmpty();

    assertThat(send(channel, header, chunk)).as("after all that").isEqualTo(Status.Code.OK);
  }

  private void lose(Held held) {
    ledger.record(
        held.build(),
        held.attemptUid(),
        new AttemptGone(Failure.of(Reason.RUNNER_LOST, "gone", ""), true));
  }

  private static byte[] fetched(Channel channel, String sha256) {
    var bytes = new ByteArrayOutputStream();
    RunnerServiceGrpc.newBlockingStub(channel)
        .fetchSource(FetchSourceRequest.newBuilder().setSha256(sha256).build())
        .forEachRemaining(part -> bytes.writeBytes(part.getChunk().toByteArray()));
    return bytes.toByteArray();
  }

  private static Status.Code fetch(Channel channel, String sha256) {
    var thrown = catchThrowable(() -> fetched(channel, sha256));
    return thrown == null ? Status.Code.OK : Status.fromThrowable(thrown).getCode();
  }

  private static Status.Code put(Channel channel, byte[] content) throws Exception {
    var messages = new java.util.ArrayList<PutArtifactRequest>();
    messages.add(header(Blobs.sha256(content), content.length));
    for (int at = 0; at < content.length; at += 200_000) {
      int size = Math.min(200_000, content.length - at);
      messages.add(
          PutArtifactRequest.newBuilder().setChunk(ByteString.copyFrom(content, at, size)).build());
    }
    return send(channel, messages.toArray(PutArtifactRequest[]::new));
  }

  private static PutArtifactRequest header(String sha256, long size) {
    return PutArtifactRequest.newBuilder()
        .setHeader(ArtifactHeader.newBuilder().setSha256(sha256).setSizeBytes(size))
        .build();
  }

  private static Status.Code send(Channel channel, PutArtifactRequest... messages)
      throws Exception {
    var closed = new CompletableFuture<Status.Code>();
    var coordinator =
        RunnerServiceGrpc.newStub(channel)
            .putArtifact(
                new StreamObserver<>() {
                  @Override
                  public void onNext(PutArtifactResponse stored) {}

                  @Override
                  public void onError(Throwable failure) {
                    closed.complete(Status.fromThrowable(failure).getCode());
                  }

                  @Override
                  public void onCompleted() {
                    closed.complete(Status.Code.OK);
                  }
                });
    for (var message : messages) {
      coordinator.onNext(message);
    }
    coordinator.onCompleted();
    return closed.get(10, TimeUnit.SECONDS);
  }
}
