package dev.slipway.coordinator.queue;

import com.google.protobuf.Timestamp;
import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.PageToken;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.queue.pause.PauseMode;
import dev.slipway.v1.GetQueueStatsRequest;
import dev.slipway.v1.Pause;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads requests about the queue. Pure; every method throws a {@link Refusal}. */
final class QueueEndpointReader {
  private static final int PAUSED_BY_CHARACTERS_MAX = 128;
  private static final int REASON_CHARACTERS_MAX = 512;
  private static final Duration WINDOW_MIN = Duration.ofMinutes(1);
  private static final Duration WINDOW_MAX = Duration.ofDays(7);
  private static final Duration WINDOW_DEFAULT = Duration.ofHours(1);
  // The last second that a Timestamp may hold, 9999-12-31T23:59:59Z.
  private static final long SECONDS_MAX = 253_402_300_799L;

  private QueueEndpointReader() {}

  static Scope scope(String name) {
    return Scope.ofRequest("scope", name);
  }

  /** The scope of a chat. */
  static Scope chat(String name) {
    if (Scope.parse(name).orElse(null) instanceof Scope.OfChat chat) {
      return chat;
    }
    throw Refusal.badField(
        "name", "\"%s\" is not of the form tenants/{tenant}/chats/{chat}.".formatted(name));
  }

  static Duration window(GetQueueStatsRequest request) {
    if (!request.hasWindow()) {
      return WINDOW_DEFAULT;
    }
    long seconds = request.getWindow().getSeconds();
    // Between the two it cannot overflow.
    if (seconds < WINDOW_MIN.toSeconds()
        || Duration.ofSeconds(seconds, request.getWindow().getNanos()).compareTo(WINDOW_MAX) > 0) {
      throw Refusal.badField("window", seconds + " s; give 60 s to 604800 s, or none for 3600 s.");
    }
    return Duration.ofSeconds(seconds, request.getWindow().getNanos());
  }

  static PauseMode mode(Pause pause) {
    return switch (pause.getMode()) {
      case MODE_UNSPECIFIED, MODE_HOLD -> PauseMode.HOLD;
      case MODE_DRAIN -> PauseMode.DRAIN;
      case UNRECOGNIZED ->
          throw Refusal.badField(
              "pause.mode", pause.getModeValue() + " is no mode. Give MODE_HOLD or MODE_DRAIN.");
    };
  }

  static String pausedBy(Pause pause) {
    if (pause.getPausedBy().isBlank()) {
      throw Refusal.badField("pause.paused_by", "is empty. Say who pauses it.");
    }
    return text("pause.paused_by", pause.getPausedBy(), PAUSED_BY_CHARACTERS_MAX);
  }

  static String reason(Pause pause) {
    return text("pause.reason", pause.getReason(), REASON_CHARACTERS_MAX);
  }

  private static String text(String field, String text, int most) {
    if (text.length() > most) {
      throw Refusal.badField(
          field, "has %d characters; at most %d.".formatted(text.length(), most));
    }
    // Postgres stores no NUL.
    return text.replace('\0', '\uFFFD');
  }

  static @Nullable Instant untilTime(Pause pause) {
    if (!pause.hasUntilTime()) {
      return null;
    }
    Timestamp time = pause.getUntilTime();
    if (time.getSeconds() < 0
        || time.getSeconds() > SECONDS_MAX
        || time.getNanos() < 0
        || time.getNanos() > 999_999_999) {
      throw Refusal.badField(
          "pause.until_time",
          "%d s and %d ns since 1970 is no time to come."
              .formatted(time.getSeconds(), time.getNanos()));
    }
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** The tenant to list; null for {@code tenants/-}, which is every one. */
  static @Nullable String parent(String parent) {
    if (parent.equals("tenants/-")) {
      return null;
    }
    var id = parent.startsWith("tenants/") ? parent.substring("tenants/".length()) : "";
    if (!Ids.valid(id)) {
      throw Refusal.badField(
          "parent", "\"%s\" is not of the form tenants/{tenant} or tenants/-.".formatted(parent));
    }
    return id;
  }

  /** The last row of the page before. */
  record After(Instant time, UUID build) {}

  static @Nullable After after(String token) {
    var key = PageToken.decode(token, 2);
    try {
      return key.isEmpty()
          ? null
          : new After(Instant.parse(key.get(0)), UUID.fromString(key.get(1)));
    } catch (DateTimeException | IllegalArgumentException notAKey) {
      throw PageToken.bad();
    }
  }
}
