package dev.slipway.coordinator.explain;

import dev.slipway.coordinator.build.Hold;
import dev.slipway.coordinator.ledger.BuildRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A build that waits, or that would if it were queued: what obstacles depend on.
 *
 * @param chatNo its chat's number; one that no chat has, when it would be a chat of its own
 * @param chat null: it is a chat of its own
 * @param hold null: it is not held
 * @param holdUntil null: it is not held
 */
record Subject(
    String tenant,
    String project,
    long chatNo,
    @Nullable String chat,
    Hold.@Nullable Kind hold,
    @Nullable Instant holdUntil) {

  static Subject of(BuildRecord build) {
    return new Subject(
        build.tenantId(),
        build.projectId(),
        build.chatNo(),
        build.chatId(),
        build.hold(),
        build.holdUntil());
  }
}
