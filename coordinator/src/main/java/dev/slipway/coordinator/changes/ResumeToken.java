package dev.slipway.coordinator.changes;

import dev.slipway.coordinator.build.PageToken;
import dev.slipway.coordinator.build.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a client that was cut goes on: a time of the database up to which it was sent everything.
 * It carries whose builds and which filter it is for, so that no other watch takes it, and no
 * right.
 */
final class ResumeToken {
  private final String tenant;
  private final String filter;

  ResumeToken(String tenant, String filter) {
    this.tenant = tenant;
    this.filter = Integer.toHexString(filter.hashCode());
  }

  /** The token for everything up to a time. */
  String text(Instant upTo) {
    return PageToken.encode("watch", tenant, filter, upTo.toString());
  }

  /**
   * The time in a token; null for the empty one.
   *
   * @throws Refusal when it is not a token of this watch
   */
  @Nullable Instant read(String token) {
    if (token.isEmpty()) {
      return null;
    }
    try {
      var parts = PageToken.decode(token, 4);
      if (parts.subList(0, 3).equals(List.of("watch", tenant, filter))) {
        return Instant.parse(parts.get(3));
      }
    } catch (Refusal | DateTimeException notOurs) {
      // Answered as every other token that is not of this watch.
    }
    throw Refusal.badField(
        "resume_token",
        "is not a token of this watch. Take the last resume_token for the same parent and filter,"
            + " or none.");
  }
}
