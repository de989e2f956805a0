package dev.slipway.coordinator.fanout;

import com.google.protobuf.UnsafeByteOperations;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.PageToken;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.log.LogRange;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.v1.ReadLogsRequest;
import dev.slipway.v1.ReadLogsResponse;
import jakarta.inject.Singleton;
import java.util.Arrays;

/** Answers ReadLogs: a tail, what follows an offset, or a page of lines. */
@Singleton
class LogReads {
  private static final int TAIL_LINES = 50;
  private static final int LINES_MAX = 10_000;

  private final Logs logs;
  private final LogRanges ranges;

  LogReads(Logs logs, LogRanges ranges) {
    this.logs = logs;
    this.ranges = ranges;
  }

  ReadLogsResponse read(ReadLogsRequest request) {
    boolean paged = request.getPageSize() != 0 || !request.getPageToken().isEmpty();
    check(request, paged);
    var ref = BuildRef.ofRequest(request.getName());
    var range = ranges.of(ref, request.getStep());
    if (paged) {
      return page(request, ref, range);
    }
    int lines = request.getTailLines() == 0 ? TAIL_LINES : request.getTailLines();
    long from =
        request.hasOffset()
            ? LogRanges.checked(request.getOffset(), range)
            : logs.tail(ref, range, lines);
    return answer(range, from, logs.read(ref, from, range.end())).build();
  }

  private ReadLogsResponse page(ReadLogsRequest request, BuildRef ref, LogRange range) {
    int lines = request.getPageSize() == 0 ? TAIL_LINES : request.getPageSize();
    long from = pageStart(request, ref, range);
    var data = upTo(lines, logs.read(ref, from, range.end()));
    var answer = answer(range, from, data);
    long next = from + data.length;
    if (next < range.end()) {
      answer.setNextPageToken(
          PageToken.encode(ref.id().toString(), request.getStep(), Long.toString(next)));
    }
    return answer.build();
  }

  private static long pageStart(ReadLogsRequest request, BuildRef ref, LogRange range) {
    var key = PageToken.decode(request.getPageToken(), 3);
    if (key.isEmpty()) {
      return range.start();
    }
    if (!key.get(0).equals(ref.id().toString())
        || !key.get(1).equals(request.getStep())
        || !key.get(2).matches("[0-9]{1,18}")) {
      throw PageToken.bad();
    }
    // A step that ran again since has a part behind that offset: its pages begin anew.
    return Math.clamp(Long.parseLong(key.get(2)), range.start(), range.end());
  }

  /** The bytes up to the end of so many lines. */
  private static byte[] upTo(int lines, byte[] data) {
    int left = lines;
    for (int i = 0; i < data.length; i++) {
      if (data[i] == '\n' && --left == 0) {
        return Arrays.copyOf(data, i + 1);
      }
    }
    return data;
  }

  private static ReadLogsResponse.Builder answer(LogRange range, long from, byte[] data) {
    return ReadLogsResponse.newBuilder()
        .setOffset(from)
        .setData(UnsafeByteOperations.unsafeWrap(data))
        .setNextOffset(from + data.length)
        .setEndOffset(range.end())
        .setDroppedBytes(range.dropped());
  }

  private static void check(ReadLogsRequest request, boolean paged) {
    inRange("tail_lines", request.getTailLines());
    inRange("page_size", request.getPageSize());
    if (request.getTailLines() != 0 && (request.hasOffset() || paged)) {
      throw Refusal.badField("tail_lines", "must be 0 when offset or a page is given.");
    }
    if (request.hasOffset() && paged) {
      throw Refusal.badField("offset", "must not be given with a page.");
    }
  }

  private static void inRange(String field, int lines) {
    if (lines < 0 || lines > LINES_MAX) {
      throw Refusal.badField(
          field, "is %d; 1 to %d, or 0 for %d.".formatted(lines, LINES_MAX, TAIL_LINES));
    }
  }
}
