package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.PageToken;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.repeat.RequestHash;
import dev.slipway.v1.ListBuildsRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;

/** Page tokens of one list: they carry a digest of what was listed, so that no other takes them. */
final class ListToken {
  /** What the empty token stands for. */
  static final ListKey START = ListKey.FIRST;

  private final String digest;

  ListToken(ListBuildsRequest request) {
    var listed =
        ListBuildsRequest.newBuilder()
            .setParent(request.getParent())
            .setFilter(request.getFilter())
            .setOrderBy(request.getOrderBy())
            .build();
    this.digest = RequestHash.of(listed).substring(0, 16);
  }

  /** The token with which the list goes on behind a place. */
  String text(ListKey key) {
    return PageToken.encode(digest, key.end().toString(), key.build().toString());
  }

  /**
   * The place in a token; {@link #START} for the empty one.
   *
   * @throws Refusal when it is not a token of this list
   */
  ListKey key(String token) {
    var parts = PageToken.decode(token, 3);
    if (parts.isEmpty()) {
      return START;
    }
    if (!parts.get(0).equals(digest)) {
      throw PageToken.bad();
    }
    try {
      return new ListKey(Instant.parse(parts.get(1)), UUID.fromString(parts.get(2)));
    } catch (DateTimeException | IllegalArgumentException notAKey) {
      throw PageToken.bad();
    }
  }
}
