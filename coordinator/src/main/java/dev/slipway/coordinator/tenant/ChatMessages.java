package dev.slipway.coordinator.tenant;

import com.google.protobuf.Duration;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.tenant.ChatSettings.Debounce;
import dev.slipway.coordinator.tenant.ChatSettings.OnFailure;
import dev.slipway.coordinator.tenant.ChatSettings.Supersede;
import dev.slipway.v1.Chat;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chats as messages, both ways. */
final class ChatMessages {
  private static final int PARALLEL_MAX = 64;
  private static final java.time.Duration DELAY_MIN = java.time.Duration.ofMillis(1);
  private static final java.time.Duration DELAY_MAX = java.time.Duration.ofMinutes(10);
  private static final java.time.Duration MAX_DELAY_MAX = java.time.Duration.ofMinutes(60);

  /** What can be changed. */
  static final List<String> FIELDS =
      List.of("display_name", "max_parallel", "supersede", "on_failure", "debounce");

  private ChatMessages() {}

  static Chat message(ChatRow chat) {
    var settings = chat.settings();
    var message =
        Chat.newBuilder()
            .setName(chat.scope().name())
            .setProject(chat.projectId())
            .setDisplayName(settings.displayName())
            .setMaxParallel(settings.maxParallel())
            .setSupersede(supersede(settings.supersede()))
            .setOnFailure(onFailure(settings.onFailure()))
            .setLastSequence(chat.lastSeq())
            .setCreateTime(TenantMessages.timestamp(chat.createTime()))
            .setUpdateTime(TenantMessages.timestamp(chat.updateTime()));
    var debounce = settings.debounce();
    if (debounce != null) {
      message.setDebounce(
          Chat.Debounce.newBuilder()
              .setDelay(duration(debounce.delay()))
              .setMaxDelay(duration(debounce.maxDelay())));
    }
    var blocker = chat.blocker();
    if (blocker != null) {
      message.setBlockedBy(blocker.name());
    }
    return message.build();
  }

  /** What a request says about a new chat; what it leaves out has its default. */
  static ChatSettings settings(Chat said) {
    return merge(ChatSettings.DEFAULT, said, FIELDS);
  }

  /**
   * What stands, but for the fields in the mask; what a request says about others is not looked at.
   *
   * @param paths of {@link #FIELDS}
   */
  static ChatSettings merge(ChatSettings stands, Chat said, Collection<String> paths) {
    return new ChatSettings(
        paths.contains("display_name")
            ? Fields.displayName("chat.display_name", said.getDisplayName())
            : stands.displayName(),
        paths.contains("max_parallel") ? maxParallel(said.getMaxParallel()) : stands.maxParallel(),
        paths.contains("supersede") ? supersede(said.getSupersede()) : stands.supersede(),
        paths.contains("on_failure") ? onFailure(said.getOnFailure()) : stands.onFailure(),
        paths.contains("debounce") ? debounce(said) : stands.debounce());
  }

  private static int maxParallel(int value) {
    if (value < 0 || value > PARALLEL_MAX) {
      throw Refusal.badField(
          "chat.max_parallel", "is %d; 1 to %d, default 1.".formatted(value, PARALLEL_MAX));
    }
    return Math.max(value, 1);
  }

  private static Supersede supersede(dev.slipway.v1.Supersede said) {
    return switch (said) {
      case SUPERSEDE_UNSPECIFIED, SUPERSEDE_KEEP_ALL -> Supersede.KEEP_ALL;
      case SUPERSEDE_SKIP_INTERMEDIATE -> Supersede.SKIP_INTERMEDIATE;
      case SUPERSEDE_CANCEL_RUNNING -> Supersede.CANCEL_RUNNING;
      case SUPERSEDE_SMART -> Supersede.SMART;
      case UNRECOGNIZED -> throw unknown("chat.supersede");
    };
  }

  private static dev.slipway.v1.Supersede supersede(Supersede supersede) {
    return switch (supersede) {
      case KEEP_ALL -> dev.slipway.v1.Supersede.SUPERSEDE_KEEP_ALL;
      case SKIP_INTERMEDIATE -> dev.slipway.v1.Supersede.SUPERSEDE_SKIP_INTERMEDIATE;
      case CANCEL_RUNNING -> dev.slipway.v1.Supersede.SUPERSEDE_CANCEL_RUNNING;
      case SMART -> dev.slipway.v1.Supersede.SUPERSEDE_SMART;
    };
  }

  private static OnFailure onFailure(Chat.OnFailure said) {
    return switch (said) {
      case ON_FAILURE_UNSPECIFIED, ON_FAILURE_CONTINUE -> OnFailure.CONTINUE;
      case ON_FAILURE_BLOCK -> OnFailure.BLOCK;
      case UNRECOGNIZED -> throw unknown("chat.on_failure");
    };
  }

  private static Chat.OnFailure onFailure(OnFailure onFailure) {
    return switch (onFailure) {
      case CONTINUE -> Chat.OnFailure.ON_FAILURE_CONTINUE;
      case BLOCK -> Chat.OnFailure.ON_FAILURE_BLOCK;
    };
  }

  private static Refusal unknown(String field) {
    return Refusal.badField(field, "is not known to this version of the coordinator.");
  }

  private static @Nullable Debounce debounce(Chat chat) {
    if (!chat.hasDebounce()) {
      return null;
    }
    var said = chat.getDebounce();
    var delay = duration("chat.debounce.delay", said.getDelay());
    if (delay.compareTo(DELAY_MIN) < 0 || delay.compareTo(DELAY_MAX) > 0) {
      throw Refusal.badField(
          "chat.debounce.delay",
          "is %s s; 0.001 s to %d s.".formatted(seconds(delay), DELAY_MAX.toSeconds()));
    }
    var maxDelay = duration("chat.debounce.max_delay", said.getMaxDelay());
    if (maxDelay.compareTo(delay) < 0 || maxDelay.compareTo(MAX_DELAY_MAX) > 0) {
      throw Refusal.badField(
          "chat.debounce.max_delay",
          "is %s s; from the delay, %s s, to %d s."
              .formatted(seconds(maxDelay), seconds(delay), MAX_DELAY_MAX.toSeconds()));
    }
    return new Debounce(delay, maxDelay);
  }

  /** To the millisecond, as it is stored. */
  private static java.time.Duration duration(String field, Duration said) {
    try {
      return java.time.Duration.ofSeconds(said.getSeconds(), said.getNanos())
          .truncatedTo(ChronoUnit.MILLIS);
    } catch (ArithmeticException e) {
      throw Refusal.badField(field, "is longer than a duration can be.");
    }
  }

  private static String seconds(java.time.Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private static Duration duration(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.toSeconds())
        .setNanos(duration.getNano())
        .build();
  }
}
