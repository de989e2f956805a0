package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildSpec;
import dev.slipway.coordinator.build.Hold;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Resources;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A build that was admitted and is about to be stored.
 *
 * @param slot where it stands in its chat
 * @param messageId the client's reference
 * @param sortKey what orders it among the heads: {@link Priority#sortKey}
 * @param hold until when it waits for a time first; null: not
 * @param expireTime when it is given up unless it has started; null: never
 * @param requestId the client's key for this wish; null without one
 * @param requestHash sha256 of the wish; null without a key
 * @param retryOf the build that it repeats; null: none
 */
public record NewBuild(
    BuildRef ref,
    String project,
    Slot slot,
    String messageId,
    String createdBy,
    String displayName,
    Map<String, String> labels,
    BuildSpec spec,
    Resources resources,
    Priority priority,
    long sortKey,
    @Nullable Hold hold,
    @Nullable Instant expireTime,
    @Nullable String requestId,
    @Nullable String requestHash,
    @Nullable UUID retryOf) {

  /**
   * Where a build stands in its chat, given under the chat's row lock.
   *
   * @param chat its chat's id; null: it is a chat of its own
   * @param chatNo the chat's number; 0 without a chat
   * @param place {@link #place}
   * @param worstKey the largest sort key of any build of the chat, this one included
   * @param maxParallel how many of the chat may be active
   * @param blocked whether a failed build blocks the chat
   */
  public record Slot(
      @Nullable String chat,
      long chatNo,
      long place,
      long worstKey,
      int maxParallel,
      boolean blocked) {

    /** Of a build that is a chat of its own. */
    public static Slot alone() {
      return new Slot(null, 0, place(1, 0), Long.MIN_VALUE, 1, false);
    }

    /**
     * The place of the chat's n-th submit; {@code take} counts the builds that had this place
     * before, because the retry of a build that blocks its chat takes its place.
     */
    public static long place(long sequence, int take) {
      return sequence * TAKES + take;
    }

    /** Whether it takes the place of a build before it, in front of others that wait. */
    public boolean takesPlace() {
      return place % TAKES != 0;
    }

    /** Which submit of the chat it is, from 1. */
    public long sequence() {
      return place / TAKES;
    }
  }

  /** Builds that can hold one place, one after the other. */
  public static final int TAKES = 256;
}
