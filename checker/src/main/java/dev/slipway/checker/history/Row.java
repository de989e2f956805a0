package dev.slipway.checker.history;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of one of the queue's tables: the columns that rules speak of. */
public sealed interface Row {

  /** A row that is about one build. */
  sealed interface OfBuild extends Row {
    UUID build();
  }

  /** A build that has not ended: it stands at a place of its chat. */
  sealed interface Placed extends OfBuild {
    long chat();

    long place();
  }

  /** A row of one phase of a build's life, which counts its attempts and events. */
  sealed interface Phase extends OfBuild {
    int attempt();

    long lastSequence();
  }

  /** build_request: what was asked for. */
  record Requested(
      UUID build, String tenant, String project, long chat, long place, @Nullable String requestId)
      implements Placed {}

  /**
   * build_waiting.
   *
   * @param headStart milliseconds that its priority is worth
   */
  record Waiting(
      UUID build,
      String tenant,
      String project,
      long chat,
      long place,
      long sortKey,
      Instant submitted,
      long headStart,
      Need need,
      int attempt,
      int losses,
      long lastSequence,
      @Nullable String hold,
      @Nullable Instant expireTime)
      implements Placed, Phase {}

  /** build_active. */
  record Active(
      UUID build,
      String tenant,
      String project,
      long chat,
      long place,
      int slot,
      int maxParallel,
      String state,
      int attempt,
      int losses,
      UUID attemptUid,
      Need need,
      long lastSequence)
      implements Placed, Phase {}

  /** build_ended. */
  record Ended(UUID build, String state, int attempt, @Nullable UUID attemptUid, long lastSequence)
      implements Phase {}

  /** build_head: the first waiting build of a chat with a free slot. */
  record Head(
      long chat,
      long place,
      String tenant,
      String project,
      long sortKey,
      Need need,
      int maxParallel,
      boolean ready,
      Instant readyTime)
      implements Row {}

  /** quota: what a scope may hold at most; null: no limit. */
  record Quota(
      Scope scope, @Nullable Long running, @Nullable Long cpuMillis, @Nullable Long memoryMib)
      implements Row {}

  /** pause: what does not start for now. */
  record Pause(Scope scope, @Nullable Instant until) implements Row {}

  /** tenant. */
  record Tenant(String tenant, double weight) implements Row {}

  /** chat: its policies. */
  record Chat(long chat, int maxParallel) implements Row {}
}
