package dev.slipway.coordinator.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.fanout.PerformedBuild.Actor;
import dev.slipway.v1.LogBatch;
import dev.slipway.v1.LogServiceGrpc;
import dev.slipway.v1.ReadLogsRequest;
import dev.slipway.v1.ReadLogsResponse;
import dev.slipway.v1.TailLogsRequest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class LogEndpointTest {
  private static final Failure GONE = Failure.of(Reason.RUNNER_LOST, "gone", "");

  private final TestServer server;
  private final PerformedBuild perform;
  private final TestBuilds make;
  private final TestRows rows;
  private final Wakeups wakeups;
  private Actor actor;

  LogEndpointTest(
      TestServer server, PerformedBuild perform, TestBuilds make, TestRows rows, Wakeups wakeups) {
    this.server = server;
    this.perform = perform;
    this.make = make;
    this.rows = rows;
    this.wakeups = wakeups;
  }

  @BeforeEach
  void aRunningBuild() {
    actor = perform.begin();
  }

  @Test
  void theLastFiftyLinesAreReadByDefault() {
    prints("line %d\n", 1, 60);

    var answer = read(ReadLogsRequest.newBuilder());

    assertThat(answer.getData().toStringUtf8()).startsWith("line 11\n").endsWith("line 60\n");
    assertThat(answer.getNextOffset()).isEqualTo(answer.getEndOffset());
    assertThat(answer.getEndOffset()).isEqualTo(actor.printed().length);
    assertThat(read(ReadLogsRequest.newBuilder().setTailLines(2)).getData().toStringUtf8())
        .isEqualTo("line 59\nline 60\n");
  }

  @Test
  void anEmptyLogIsReadAsEmpty() {
    var answer = read(ReadLogsRequest.newBuilder());

    assertThat(answer).isEqualTo(ReadLogsResponse.getDefaultInstance());
    assertThat(read(ReadLogsRequest.newBuilder().setOffset(0)))
        .isEqualTo(ReadLogsResponse.getDefaultInstance());
  }

  @Test
  void aLongLogIsReadPieceByPiece() {
    var bytes = new byte[65_536];
    for (int i = 0; i < 20; i++) {
      Arrays.fill(bytes, (byte) i);
      actor.prints(bytes);
    }

    var read = new ByteArrayOutputStream();
    int calls = 0;
    for (var answer = read(ReadLogsRequest.newBuilder().setOffset(0)); ; calls++) {
      read.writeBytes(answer.getData().toByteArray());
      if (answer.getNextOffset() == answer.getEndOffset()) {
        break;
      }
      answer = read(ReadLogsRequest.newBuilder().setOffset(answer.getNextOffset()));
    }

    assertThat(read.toByteArray()).isEqualTo(actor.printed());
    assertThat(calls).isOne();
  }

  @Test
  void aStepsOutputIsReadApart() {
    actor.starts("one");
    prints("one %d\n", 1, 3);
    actor.ends("one");
    actor.starts("two");
    prints("two %d\n", 1, 3);

    assertThat(
            read(ReadLogsRequest.newBuilder().setStep("one").setTailLines(2))
                .getData()
                .toStringUtf8())
        .isEqualTo("one 2\none 3\n");
    assertThat(
            read(ReadLogsRequest.newBuilder().setStep("one").setOffset(0)).getData().toStringUtf8())
        .isEqualTo("one 1\none 2\none 3\n");
    assertThat(read(ReadLogsRequest.newBuilder().setStep("two")).getOffset()).isEqualTo(18);
  }

  @Test
  void aLogIsReadInPagesOfLines() {
    actor.starts("one");
    prints("one %d\n", 1, 5);
    actor.ends("one");
    actor.starts("two");
    prints("two %d\n", 1, 2);

    var pages = new ArrayList<String>();
    var request = ReadLogsRequest.newBuilder().setPageSize(3);
    do {
      var page = read(request);
      pages.add(page.getData().toStringUtf8());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());

    assertThat(pages).containsExactly("one 1\none 2\none 3\n", "one 4\none 5\ntwo 1\n", "two 2\n");
    var first = read(ReadLogsRequest.newBuilder().setStep("two").setPageSize(1));
    assertThat(first.getData().toStringUtf8()).isEqualTo("two 1\n");
    assertThat(first.getOffset()).isEqualTo(30);
    assertThat(
            read(ReadLogsRequest.newBuilder()
                    .setStep("two")
                    .setPageSize(5)
                    .setPageToken(first.getNextPageToken()))
                .getData()
                .toStringUtf8())
        .isEqualTo("two 2\n");
    assertThatThrownBy(
            () -> read(ReadLogsRequest.newBuilder().setPageToken(first.getNextPageToken())))
        .as("a token of another step")
        .hasMessageContaining("INVALID_ARGUMENT: page_token");
  }

  @Test
  void aLineOverAMebibyteComesInSeveralPages() {
    var x = new byte[65_536];
    Arrays.fill(x, (byte) 'x');
    for (int i = 0; i < 17; i++) {
      actor.prints(x);
    }

    var first = read(ReadLogsRequest.newBuilder().setPageSize(1));
    var second =
        read(ReadLogsRequest.newBuilder().setPageSize(1).setPageToken(first.getNextPageToken()));

    assertThat(first.getData().size()).isEqualTo(1 << 20);
    assertThat(second.getData().size()).isEqualTo(65_536);
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void whatStepsLeftOutIsTold() throws Exception {
    actor.starts("one");
    prints("one %d\n", 1, 1);
    actor.says(new StepFinished("one", 0, 1, false, 6, 1_000, null));
    actor.starts("two");
    prints("two %d\n", 1, 1);
    actor.says(new StepFinished("two", 0, 1, false, 12, 7, null));

    assertThat(read(ReadLogsRequest.newBuilder()).getDroppedBytes()).isEqualTo(1_007);
    assertThat(read(ReadLogsRequest.newBuilder().setStep("two")).getDroppedBytes()).isEqualTo(7);
    assertThat(
            LogServiceGrpc.newBlockingStub(server.channel())
                .tailLogs(
                    TailLogsRequest.newBuilder()
                        .setName(actor.build().name())
                        .setStep("one")
                        .build())
                .next()
                .getDroppedBytes())
        .isEqualTo(1_000);
  }

  @Test
  void aHoleInALogIsToldAndNotWaitedAt() {
    prints("line %d\n", 1, 3);
    rows.execute(
        "DELETE FROM log_chunk WHERE build_id = ? AND log_offset = 14", actor.build().id());

    assertThatThrownBy(() -> now(TailLogsRequest.newBuilder().setFollow(true)))
        .hasMessageContaining("DATA_LOSS")
        .hasMessageContaining("from 14 on they are missing");

    rows.execute("UPDATE attempt_output SET log_size = 14 WHERE build_id = ?", actor.build().id());
  }

  @Test
  void whatCannotBeReadIsRefused() {
    prints("line %d\n", 1, 3);

    assertThatThrownBy(() -> read(ReadLogsRequest.newBuilder().setTailLines(-1)))
        .hasMessageContaining("INVALID_ARGUMENT: tail_lines");
    assertThatThrownBy(() -> read(ReadLogsRequest.newBuilder().setTailLines(10_001)))
        .hasMessageContaining("INVALID_ARGUMENT: tail_lines");
    assertThatThrownBy(() -> read(ReadLogsRequest.newBuilder().setTailLines(1).setOffset(0)))
        .hasMessageContaining("INVALID_ARGUMENT: tail_lines");
    assertThatThrownBy(() -> read(ReadLogsRequest.newBuilder().setTailLines(1).setPageSize(1)))
        .hasMessageContaining("INVALID_ARGUMENT: tail_lines");
    assertThatThrownBy(() -> read(ReadLogsRequest.newBuilder().setOffset(1).setPageSize(1)))
        .hasMessageContaining("INVALID_ARGUMENT: offset");
    assertThatThrownBy(() -> read(ReadLogsRequest.newBuilder().setPageSize(10_001)))
        .hasMessageContaining("INVALID_ARGUMENT: page_size");
    assertThatThrownBy(() -> read(ReadLogsRequest.newBuilder().setPageToken("odd")))
        .hasMessageContaining("INVALID_ARGUMENT: page_token");
    assertThatThrownBy(() -> read(ReadLogsRequest.newBuilder().setOffset(-1)))
        .hasMessageContaining("INVALID_ARGUMENT: offset");
    assertThatThrownBy(() -> read(ReadLogsRequest.newBuilder().setOffset(22)))
        .hasMessageContaining("OUT_OF_RANGE")
        .hasMessageContaining("ends at 21");
    assertThatThrownBy(() -> read(ReadLogsRequest.newBuilder().setStep("none")))
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> read(ReadLogsRequest.newBuilder().setStep("\0")))
        .hasMessageContaining("NOT_FOUND");
    var stranger = new BuildRef(make.aBuild().queued().tenant(), actor.build().id());
    assertThatThrownBy(
            () ->
                LogServiceGrpc.newBlockingStub(server.channel())
                    .readLogs(ReadLogsRequest.newBuilder().setName(stranger.name()).build()))
        .hasMessageContaining("NOT_FOUND");
  }

  @Test
  void aTailWithoutFollowEndsWhereTheLogEndsNow() throws Exception {
    prints("line %d\n", 1, 3);

    assertThat(tail(TailLogsRequest.newBuilder().setOffset(7)).get(10, TimeUnit.SECONDS))
        .isEqualTo("line 2\nline 3\n");
    assertThat(tail(TailLogsRequest.newBuilder().setOffset(21)).get(10, TimeUnit.SECONDS))
        .isEmpty();
  }

  @Test
  void aFollowerSeesWhatIsPrintedUntilTheBuildHasEndedAlsoAcrossAttempts() throws Exception {
    actor.prints("first ".getBytes(UTF_8));
    var followed = tail(TailLogsRequest.newBuilder().setFollow(true));
    await().until(() -> wakeups.count() == 1);

    actor.prints("attempt ".getBytes(UTF_8));
    actor.says(new AttemptGone(GONE, true));
    var second = perform.again(actor.build(), 2, 14);
    second.prints("second".getBytes(UTF_8));
    assertThat(followed).isNotDone();
    second.succeeds();

    assertThat(followed.get(10, TimeUnit.SECONDS)).isEqualTo("first attempt second");
    await().until(() -> wakeups.count() == 0);
  }

  @Test
  void aFollowerOfAStepWaitsForItAndEndsWithIt() throws Exception {
    prints("before %d\n", 1, 1);
    var followed = tail(TailLogsRequest.newBuilder().setFollow(true).setStep("say"));
    await().until(() -> wakeups.count() == 1);

    actor.starts("say");
    actor.prints("hello".getBytes(UTF_8));
    actor.ends("say");

    assertThat(followed.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
  }

  @Test
  void aFollowerOfAStepThatIsCutOffGoesOnInTheNextAttempt() throws Exception {
    actor.starts("say");
    actor.prints("hel".getBytes(UTF_8));
    var followed = tail(TailLogsRequest.newBuilder().setFollow(true).setStep("say"));
    await().until(() -> wakeups.count() == 1);

    actor.says(new AttemptGone(GONE, true));
    var second = perform.again(actor.build(), 2, 3);
    second.prints("not it ".getBytes(UTF_8));
    second.starts("say");
    second.prints("hello".getBytes(UTF_8));
    second.ends("say");

    assertThat(followed.get(10, TimeUnit.SECONDS)).isEqualTo("helhello");
  }

  @Test
  void aFollowerOfAStepThatNeverComesEndsWithTheBuild() throws Exception {
    var followed = tail(TailLogsRequest.newBuilder().setFollow(true).setStep("none"));
    await().until(() -> wakeups.count() == 1);

    actor.succeeds();

    assertThat(followed.get(10, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void aTailFromNowhereIsRefused() {
    assertThatThrownBy(() -> now(TailLogsRequest.newBuilder().setOffset(1)))
        .hasMessageContaining("OUT_OF_RANGE");
    assertThatThrownBy(() -> now(TailLogsRequest.newBuilder().setOffset(-1)))
        .hasMessageContaining("INVALID_ARGUMENT: offset");
    assertThatThrownBy(
            () -> now(TailLogsRequest.newBuilder().setOffset(-1).setFollow(true).setStep("say")))
        .hasMessageContaining("INVALID_ARGUMENT: offset");
    assertThatThrownBy(() -> now(TailLogsRequest.newBuilder().setStep("none")))
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> now(TailLogsRequest.newBuilder().setStep("\0").setFollow(true)))
        .hasMessageContaining("NOT_FOUND");
  }

  private void prints(String line, int first, int last) {
    for (int i = first; i <= last; i++) {
      actor.prints(line.formatted(i).getBytes(UTF_8));
    }
  }

  private ReadLogsResponse read(ReadLogsRequest.Builder request) {
    return LogServiceGrpc.newBlockingStub(server.channel())
        .readLogs(request.setName(actor.build().name()).build());
  }

  private Future<String> tail(TailLogsRequest.Builder request) {
    return CompletableFuture.supplyAsync(
        () -> now(request), Executors.newVirtualThreadPerTaskExecutor());
  }

  private String now(TailLogsRequest.Builder request) {
    var bytes = new ByteArrayOutputStream();
    LogServiceGrpc.newBlockingStub(server.channel())
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .tailLogs(request.setName(actor.build().name()).build())
        .forEachRemaining((LogBatch batch) -> bytes.writeBytes(batch.getData().toByteArray()));
    return bytes.toString(UTF_8);
  }
}
