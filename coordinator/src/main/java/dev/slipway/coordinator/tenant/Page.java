package dev.slipway.coordinator.tenant;

import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.PageSize;
import dev.slipway.coordinator.build.PageToken;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list by id.
 *
 * @param rows what is on it
 * @param nextToken of the page after it; empty: this is the last
 */
record Page<T>(List<T> rows, String nextToken) {
  private static final int SIZE = 50;

  /** Reads rows of a list. */
  interface Rows<T> {
    /** The rows with an id greater than {@code after}, by id. */
    List<T> read(String after, int most);
  }

  /**
   * The page that a request asks for.
   *
   * @throws dev.slipway.coordinator.build.Refusal for a negative size, or a token that is not ours
   */
  static <T> Page<T> of(int pageSize, String pageToken, Rows<T> list, Function<T, String> id) {
    int size = PageSize.of(pageSize, SIZE);
    // One more than asked for: it tells whether there is a next page.
    var found = list.read(after(pageToken), size + 1);
    if (found.size() <= size) {
      return new Page<>(found, "");
    }
    var rows = found.subList(0, size);
    return new Page<>(rows, PageToken.encode(id.apply(rows.getLast())));
  }

  private static String after(String token) {
    var key = PageToken.decode(token, 1);
    if (key.isEmpty()) {
      return "";
    }
    if (!Ids.valid(key.getFirst())) {
      throw PageToken.bad();
    }
    return key.getFirst();
  }
}
