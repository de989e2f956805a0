package dev.slipway.coordinator.tenant;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.tenant.ChatSettings.Debounce;
import dev.slipway.coordinator.tenant.ChatSettings.OnFailure;
import dev.slipway.coordinator.tenant.ChatSettings.Supersede;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code chat}.
 *
 * @param debounceMillis null: no debounce; then so is debounceMaxMillis
 * @param blockedBy the failed build that the chat waits for; null: none
 * @param lastSeq the place of its newest build; 0: it never had one
 */
@MappedEntity("chat")
record ChatRow(
    @Id long chatNo,
    String tenantId,
    String chatId,
    String projectId,
    String displayName,
    int maxParallel,
    String supersede,
    String onFailure,
    @Nullable Long debounceMillis,
    @Nullable Long debounceMaxMillis,
    @Nullable UUID blockedBy,
    long lastSeq,
    Instant createTime,
    Instant updateTime) {
  Scope.OfChat scope() {
    return new Scope.OfChat(tenantId, chatId);
  }

  ChatSettings settings() {
    return new ChatSettings(
        displayName,
        maxParallel,
        Supersede.valueOf(supersede),
        OnFailure.valueOf(onFailure),
        debounceMillis == null || debounceMaxMillis == null
            ? null
            : new Debounce(
                Duration.ofMillis(debounceMillis), Duration.ofMillis(debounceMaxMillis)));
  }

  @Nullable BuildRef blocker() {
    return blockedBy == null ? null : new BuildRef(tenantId, blockedBy);
  }
}
