package dev.slipway.cli.fake;

import com.google.protobuf.ByteString;
import dev.slipway.v1.LogBatch;
import dev.slipway.v1.LogMatch;
import dev.slipway.v1.LogServiceGrpc.LogServiceImplBase;
import dev.slipway.v1.ReadLogsRequest;
import dev.slipway.v1.ReadLogsResponse;
import dev.slipway.v1.SearchLogsRequest;
import dev.slipway.v1.SearchLogsResponse;
import dev.slipway.v1.TailLogsRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One log, sent three bytes at a time, so that characters and lines are split. */
public final class FakeLogs extends LogServiceImplBase {
  private static final int BATCH_BYTES = 3;

  public final List<TailLogsRequest> tailed = Collections.synchronizedList(new ArrayList<>());
  public final List<SearchLogsRequest> searched = Collections.synchronizedList(new ArrayList<>());
  public volatile ByteString log = ByteString.EMPTY;
  public volatile List<LogMatch> matches = List.of();

  /** Each call is cut after so many batches; null for never. */
  public volatile @Nullable Integer cutAfter;

  @Override
  public void tailLogs(TailLogsRequest request, StreamObserver<LogBatch> answer) {
    tailed.add(request);
    int left = cutAfter == null ? Integer.MAX_VALUE : cutAfter;
    for (int at = (int) request.getOffset(); at < log.size(); at += BATCH_BYTES) {
      if (left-- == 0) {
        answer.onError(Status.UNAVAILABLE.withDescription("cut by the test").asException());
        return;
      }
      ByteString data = log.substring(at, Math.min(at + BATCH_BYTES, log.size()));
      answer.onNext(LogBatch.newBuilder().setOffset(at).setData(data).build());
    }
    answer.onCompleted();
  }

  /** One match a page, whatever was asked for; a token is the number of the next. */
  @Override
  public void searchLogs(SearchLogsRequest request, StreamObserver<SearchLogsResponse> answer) {
    searched.add(request);
    int at = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    SearchLogsResponse.Builder page = SearchLogsResponse.newBuilder();
    if (at < matches.size()) {
      page.addMatches(matches.get(at));
    }
    if (at + 1 < matches.size()) {
      page.setNextPageToken(Integer.toString(at + 1));
    }
    answer.onNext(page.build());
    answer.onCompleted();
  }

  /** The tail is always the last five bytes. */
  @Override
  public void readLogs(ReadLogsRequest request, StreamObserver<ReadLogsResponse> answer) {
    int from = Math.max(0, log.size() - 5);
    answer.onNext(
        ReadLogsResponse.newBuilder()
            .setOffset(from)
            .setData(log.substring(from))
            .setNextOffset(log.size())
            .setEndOffset(log.size())
            .build());
    answer.onCompleted();
  }
}
