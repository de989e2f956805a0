package dev.slipway.cli.logs;

import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.v1.LogMatch;
import dev.slipway.v1.LogServiceGrpc;
import dev.slipway.v1.SearchLogsRequest;
import dev.slipway.v1.SearchLogsResponse;
import java.util.function.Consumer;

/** A search from its beginning to its end, call after call. */
final class SearchPages {
  private static final int PAGE_SIZE = 100;

  private SearchPages() {}

  /**
   * Hands on each match until there are no more or enough.
   *
   * @return whether there may be more
   */
  static boolean each(
      SearchLogsRequest.Builder request,
      int limit,
      Coordinator coordinator,
      Consumer<LogMatch> matches) {
    int left = limit;
    do {
      SearchLogsRequest page = request.setPageSize(Math.min(left, PAGE_SIZE)).build();
      SearchLogsResponse answer =
          coordinator.call(
              channel -> Deadline.on(LogServiceGrpc.newBlockingV2Stub(channel)).searchLogs(page));
      answer.getMatchesList().forEach(matches);
      left -= answer.getMatchesCount();
      request.setPageToken(answer.getNextPageToken());
    } while (left > 0 && !request.getPageToken().isEmpty());
    return !request.getPageToken().isEmpty();
  }
}
