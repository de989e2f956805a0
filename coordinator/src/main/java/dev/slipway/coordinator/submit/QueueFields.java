package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.admit.Supersede;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Resources;
import dev.slipway.v1.Build;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a build that say how it wants to be queued, and what is wrong with them.
 *
 * @param notBefore null: as soon as its turn comes
 * @param queueTtl null: it waits for ever
 * @param supersede null: as its chat says
 * @param startupTimeoutMillis 0: the coordinator's limit
 */
record QueueFields(
    Priority priority,
    Resources resources,
    String displayName,
    Map<String, String> labels,
    String createdBy,
    @Nullable Instant notBefore,
    @Nullable Duration queueTtl,
    @Nullable Supersede supersede,
    long startupTimeoutMillis) {
  private static final int DISPLAY_NAME_MAX = 200;
  private static final int CREATED_BY_MAX = 128;
  private static final int LABELS_MAX = 32;
  private static final int LABEL_VALUE_MAX = 128;
  private static final Pattern LABEL_KEY = Pattern.compile("[a-z0-9][a-z0-9._/-]{0,62}");
  private static final Duration WAIT_MAX = Duration.ofDays(30);

  static QueueFields read(Build build, Instant now, Violations violations) {
    displayName(build.getDisplayName(), violations);
    text(build.getCreatedBy(), CREATED_BY_MAX, "build.created_by", violations);
    checkLabels(build.getLabelsMap(), violations);
    return new QueueFields(
        priority(build.getPriority(), "build.priority", violations),
        resources(build, violations),
        build.getDisplayName(),
        build.getLabelsMap(),
        build.getCreatedBy(),
        notBefore(build, now, violations),
        queueTtl(build, violations),
        supersede(build, violations),
        WishReader.millis(
            build.hasStartupTimeout(),
            build.getStartupTimeout(),
            "build.startup_timeout",
            violations));
  }

  static Priority priority(Build.Priority priority, String field, Violations violations) {
    return switch (priority) {
      case PRIORITY_LOW -> Priority.LOW;
      case PRIORITY_UNSPECIFIED, PRIORITY_NORMAL -> Priority.NORMAL;
      case PRIORITY_HIGH -> Priority.HIGH;
      case PRIORITY_CRITICAL -> Priority.CRITICAL;
      case UNRECOGNIZED -> {
        violations.unless(false, field, "is not one; LOW, NORMAL, HIGH or CRITICAL.");
        yield Priority.NORMAL;
      }
    };
  }

  static void displayName(String name, Violations violations) {
    text(name, DISPLAY_NAME_MAX, "build.display_name", violations);
  }

  static void checkLabels(Map<String, String> labels, Violations violations) {
    violations.unless(
        labels.size() <= LABELS_MAX,
        "build.labels",
        "has %d labels; at most %d.",
        labels.size(),
        LABELS_MAX);
    labels.forEach(
        (key, value) -> {
          var field = "build.labels[\"" + key + "\"]";
          violations.unless(
              LABEL_KEY.matcher(key).matches(),
              field,
              "is not a key: a small letter or digit, then up to 62 of a-z 0-9 . _ / -.");
          text(value, LABEL_VALUE_MAX, field, violations);
        });
  }

  static void text(String text, int max, String field, Violations violations) {
    violations.unless(
        text.length() <= max, field, "has %d characters; at most %d.", text.length(), max);
    violations.unless(text.indexOf('\0') < 0, field, "must not hold the character NUL.");
  }

  private static Resources resources(Build build, Violations violations) {
    int cpu = build.getResources().getCpuMillis();
    int memory = build.getResources().getMemoryMib();
    violations.unless(
        cpu == 0 || cpu >= 10 && cpu <= 64_000,
        "build.resources.cpu_millis",
        "is %d; 10 to 64000 thousandths of a CPU.",
        cpu);
    violations.unless(
        memory == 0 || memory >= 32 && memory <= 262_144,
        "build.resources.memory_mib",
        "is %d; 32 to 262144 MiB.",
        memory);
    return new Resources(
        cpu == 0 ? Resources.DEFAULT.cpuMillis() : cpu,
        memory == 0 ? Resources.DEFAULT.memoryMib() : memory);
  }

  private static @Nullable Instant notBefore(Build build, Instant now, Violations violations) {
    if (!build.hasNotBeforeTime()) {
      return null;
    }
    long seconds = build.getNotBeforeTime().getSeconds();
    boolean fits = seconds >= 0 && seconds <= now.plus(WAIT_MAX).getEpochSecond();
    violations.unless(
        fits, "build.not_before_time", "lies more than %d days ahead.", WAIT_MAX.toDays());
    return fits ? Instant.ofEpochSecond(seconds, build.getNotBeforeTime().getNanos()) : null;
  }

  private static @Nullable Duration queueTtl(Build build, Violations violations) {
    if (!build.hasQueueTtl()) {
      return null;
    }
    long millis = WishReader.millis(build.getQueueTtl());
    violations.unless(
        millis >= 1000 && millis <= WAIT_MAX.toMillis(),
        "build.queue_ttl",
        "is %d s; 1 s to %d days.",
        build.getQueueTtl().getSeconds(),
        WAIT_MAX.toDays());
    return Duration.ofMillis(millis);
  }

  private static @Nullable Supersede supersede(Build build, Violations violations) {
    return switch (build.getSupersede()) {
      case SUPERSEDE_UNSPECIFIED -> null;
      case SUPERSEDE_KEEP_ALL -> Supersede.KEEP_ALL;
      case SUPERSEDE_SKIP_INTERMEDIATE -> Supersede.SKIP_INTERMEDIATE;
      case SUPERSEDE_CANCEL_RUNNING -> Supersede.CANCEL_RUNNING;
      case SUPERSEDE_SMART -> Supersede.SMART;
      case UNRECOGNIZED -> {
        violations.unless(
            false,
            "build.supersede",
            "is not one; KEEP_ALL, SKIP_INTERMEDIATE, CANCEL_RUNNING or SMART.");
        yield null;
      }
    };
  }
}
