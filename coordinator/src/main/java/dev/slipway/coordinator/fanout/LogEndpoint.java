package dev.slipway.coordinator.fanout;

import com.google.protobuf.UnsafeByteOperations;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.log.LogRange;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.coordinator.stream.PacedStream;
import dev.slipway.coordinator.stream.PacedStream.Gone;
import dev.slipway.v1.LogBatch;
import dev.slipway.v1.LogServiceGrpc;
import dev.slipway.v1.ReadLogsRequest;
import dev.slipway.v1.ReadLogsResponse;
import dev.slipway.v1.SearchLogsRequest;
import dev.slipway.v1.SearchLogsResponse;
import dev.slipway.v1.TailLogsRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.time.Duration;

/** LogService. */
@Singleton
class LogEndpoint extends LogServiceGrpc.LogServiceImplBase {
  private static final int BATCH_BYTES = 64 * 1024;

  private static final Duration POLL = Duration.ofSeconds(1);

  private final Builds builds;
  private final Logs logs;
  private final LogRanges ranges;
  private final LogReads reads;
  private final LogSearches searches;
  private final Wakeups wakeups;
  private final Pulse pulse;

  LogEndpoint(
      Builds builds,
      Logs logs,
      LogRanges ranges,
      LogReads reads,
      LogSearches searches,
      Wakeups wakeups,
      Pulse pulse) {
    this.pulse = pulse;
    this.builds = builds;
    this.logs = logs;
    this.ranges = ranges;
    this.reads = reads;
    this.searches = searches;
    this.wakeups = wakeups;
  }

  @Override
  public void readLogs(ReadLogsRequest request, StreamObserver<ReadLogsResponse> answer) {
    answer.onNext(reads.read(request));
    answer.onCompleted();
  }

  @Override
  public void searchLogs(SearchLogsRequest request, StreamObserver<SearchLogsResponse> answer) {
    answer.onNext(searches.search(request));
    answer.onCompleted();
  }

  @Override
  public void tailLogs(TailLogsRequest request, StreamObserver<LogBatch> answer) {
    var ref = BuildRef.ofRequest(request.getName());
    long from = request.getOffset();
    if (!request.getFollow() || request.getStep().isEmpty()) {
      from = LogRanges.checked(from, ranges.of(ref, request.getStep()));
    } else {
      builds.get(ref);
      LogRanges.notNegative(from);
      ranges.checkStep(ref, request.getStep());
      ranges.checkKept(ref, ranges.soFar(ref, request.getStep()));
    }
    long start = from;
    PacedStream.start(
        (ServerCallStreamObserver<LogBatch>) answer, stream -> tail(ref, request, start, stream));
  }

  private void tail(BuildRef ref, TailLogsRequest request, long start, PacedStream<LogBatch> stream)
      throws Gone, InterruptedException {
    try (var watcher = wakeups.register(ref)) {
      long at = start;
      while (true) {
        stream.check();
        watcher.reset();
        // In this order: once the build has ended, its log cannot grow any more.
        var ended = builds.get(ref).state().ended();
        var range = ranges.soFar(ref, request.getStep());
        at = send(ref, Math.max(at, range.start()), range, stream);
        if (!request.getFollow() || !range.open() || ended) {
          return;
        }
        pulse.admit("offset", Long.toString(at));
        watcher.await(POLL);
      }
    }
  }

  /**
   * Sends a part of the log; says where that ends. Nothing is read before the client has room for
   * it: a thousand that have stopped reading hold no bytes.
   */
  private long send(BuildRef ref, long from, LogRange range, PacedStream<LogBatch> stream)
      throws Gone, InterruptedException {
    long at = from;
    while (at < range.end()) {
      stream.awaitRoom();
      var bytes = logs.read(ref, at, Math.min(range.end(), at + BATCH_BYTES));
      if (bytes.length == 0) {
        throw ranges.missing(ref, at, range);
      }
      stream.send(
          LogBatch.newBuilder()
              .setOffset(at)
              .setData(UnsafeByteOperations.unsafeWrap(bytes))
              .setDroppedBytes(range.dropped())
              .build());
      at += bytes.length;
    }
    return at;
  }
}
