package dev.slipway.coordinator.fanout;

import com.google.protobuf.ByteString;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.log.LogRange;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.coordinator.stream.PacedStream;
import dev.slipway.coordinator.stream.PacedStream.Gone;
import dev.slipway.v1.LogBatch;
import dev.slipway.v1.LogServiceGrpc;
import dev.slipway.v1.ReadLogsRequest;
import dev.slipway.v1.ReadLogsResponse;
import dev.slipway.v1.TailLogsRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.regex.Pattern;

/** LogService. */
@Singleton
class LogEndpoint extends LogServiceGrpc.LogServiceImplBase {
  private static final int TAIL_LINES = 50;
  private static final int TAIL_LINES_MAX = 10_000;
  private static final int BATCH_BYTES = 64 * 1024;

  /** The form of step ids; what has another, among it what no text of Postgres holds, never ran. */
  private static final Pattern STEP = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  private static final Duration POLL = Duration.ofSeconds(1);

  private final Builds builds;
  private final Logs logs;
  private final Wakeups wakeups;

  LogEndpoint(Builds builds, Logs logs, Wakeups wakeups) {
    this.builds = builds;
    this.logs = logs;
    this.wakeups = wakeups;
  }

  @Override
  public void readLogs(ReadLogsRequest request, StreamObserver<ReadLogsResponse> answer) {
    int lines = request.getTailLines();
    if (lines < 0 || lines > TAIL_LINES_MAX) {
      throw Refusal.badField(
          "tail_lines",
          "is %d; 1 to %d, or 0 for %d.".formatted(lines, TAIL_LINES_MAX, TAIL_LINES));
    }
    if (request.hasOffset() && lines != 0) {
      throw Refusal.badField("tail_lines", "must be 0 when offset is given.");
    }
    var ref = BuildRef.ofRequest(request.getName());
    var range = range(ref, request.getStep());
    long from =
        request.hasOffset()
            ? checked(request.getOffset(), range)
            : logs.tail(ref, range, lines == 0 ? TAIL_LINES : lines);
    var data = logs.read(ref, from, range.end());
    answer.onNext(
        ReadLogsResponse.newBuilder()
            .setOffset(from)
            .setData(ByteString.copyFrom(data))
            .setNextOffset(from + data.length)
            .setEndOffset(range.end())
            .build());
    answer.onCompleted();
  }

  @Override
  public void tailLogs(TailLogsRequest request, StreamObserver<LogBatch> answer) {
    var ref = BuildRef.ofRequest(request.getName());
    builds.get(ref);
    long from = request.getOffset();
    if (!request.getFollow() || request.getStep().isEmpty()) {
      from = checked(from, range(ref, request.getStep()));
    } else {
      notNegative(from);
      if (!STEP.matcher(request.getStep()).matches()) {
        throw noStep(ref, request.getStep());
      }
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
        var range = rangeSoFar(ref, request.getStep());
        at = send(ref, Math.max(at, range.start()), range.end(), stream);
        if (at < range.end()) {
          continue;
        }
        if (!request.getFollow() || !range.open() || ended) {
          return;
        }
        watcher.await(POLL);
      }
    }
  }

  private long send(BuildRef ref, long from, long end, PacedStream<LogBatch> stream)
      throws Gone, InterruptedException {
    long at = from;
    var bytes = ByteString.copyFrom(logs.read(ref, from, end));
    for (int i = 0; i < bytes.size(); i += BATCH_BYTES) {
      var piece = bytes.substring(i, Math.min(bytes.size(), i + BATCH_BYTES));
      stream.send(LogBatch.newBuilder().setOffset(at).setData(piece).build());
      at += piece.size();
    }
    return at;
  }

  /** The part of the log that is asked for; a step that has not begun is refused. */
  private LogRange range(BuildRef ref, String step) {
    builds.get(ref);
    if (step.isEmpty()) {
      return logs.whole(ref);
    }
    if (!STEP.matcher(step).matches()) {
      throw noStep(ref, step);
    }
    return logs.step(ref, step).orElseThrow(() -> noStep(ref, step));
  }

  private Refusal noStep(BuildRef ref, String step) {
    return new Refusal(
        new Refusal.Kind.NotFound(
            ref.name(),
            "%s has not run a step \"%s\"; its state is %s."
                .formatted(ref, step, builds.get(ref).state())));
  }

  /** As {@link #range}, for a follower: a step that has not begun may still. */
  private LogRange rangeSoFar(BuildRef ref, String step) {
    if (step.isEmpty()) {
      return logs.whole(ref);
    }
    return logs.step(ref, step).orElse(new LogRange(0, 0, true));
  }

  private static void notNegative(long offset) {
    if (offset < 0) {
      throw Refusal.badField("offset", "is %d, which is negative.".formatted(offset));
    }
  }

  private static long checked(long offset, LogRange range) {
    notNegative(offset);
    if (offset > range.end()) {
      throw new Refusal(
          new Refusal.Kind.OutOfRange(
              "offset",
              "offset is %d, but the log ends at %d now.".formatted(offset, range.end())));
    }
    return Math.max(offset, range.start());
  }
}
