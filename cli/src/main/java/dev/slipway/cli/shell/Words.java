package dev.slipway.cli.shell;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sizes, times and durations in the form that people read. */
public final class Words {
  private static final DateTimeFormatter LOCAL_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private Words() {}

  /** As in {@code 12 bytes}, {@code 3.4 KiB}, {@code 256 MiB}, {@code 10 GiB}. */
  public static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " bytes";
    }
    double value = bytes / 1024.0;
    String unit = "KiB";
    if (value >= 1024) {
      value /= 1024;
      unit = "MiB";
    }
    if (value >= 1024) {
      value /= 1024;
      unit = "GiB";
    }
    return String.format(Locale.ROOT, value % 1 == 0 ? "%.0f %s" : "%.1f %s", value, unit);
  }

  /** As in {@code 0.2 s}, {@code 12.0 s}, {@code 2 min 5 s}. */
  public static String duration(Duration duration) {
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  /**
   * Whole units, for what is only roughly known: {@code 40 s}, {@code 1 min 20 s}, {@code 2 h 5
   * min}, {@code 3 d 4 h}. Below a second: {@code 0 s}.
   */
  public static String roughly(Duration duration) {
    if (duration.toDays() > 0) {
      return units(duration.toDays(), "d", duration.toHoursPart(), "h");
    }
    if (duration.toHours() > 0) {
      return units(duration.toHours(), "h", duration.toMinutesPart(), "min");
    }
    return duration.toMinutes() > 0
        ? units(duration.toMinutes(), "min", duration.toSecondsPart(), "s")
        : duration.toSeconds() + " s";
  }

  private static String units(long large, String largeUnit, int small, String smallUnit) {
    return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }

  /** A duration from the protocol, as {@link #roughly(Duration)}. */
  public static String roughly(com.google.protobuf.Duration duration) {
    return roughly(Duration.ofNanos(Math.max(0, Durations.toNanos(duration))));
  }

  /** A moment as it is seen from another: {@code in 40 s}, {@code now}, {@code 3 min ago}. */
  public static String seenFrom(Timestamp now, Timestamp moment) {
    // To the second nearest: the rest is noise in an estimate.
    long seconds = Math.round(Durations.toNanos(Timestamps.between(now, moment)) / 1e9);
    String span = roughly(Duration.ofSeconds(Math.abs(seconds)));
    return seconds == 0 ? "now" : seconds > 0 ? "in " + span : span + " ago";
  }

  /** Thousandths of a CPU as in {@code 2 CPU}, {@code 0.5 CPU}. */
  public static String cpu(long millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + " CPU";
  }

  /** A place in a row: {@code 1st}, {@code 2nd}, {@code 3rd}, {@code 11th}. */
  public static String ordinal(int number) {
    int lastTwo = number % 100;
    String ending =
        lastTwo >= 11 && lastTwo <= 13
            ? "th"
            : switch (number % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return number + ending;
  }

  /** As in {@code 1 build}, {@code 2 builds}. */
  public static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** The time between two moments, as {@link #duration(Duration)}. */
  public static String between(Timestamp from, Timestamp to) {
    return duration(Durations.toNanos(Timestamps.between(from, to)));
  }

  /** Nanoseconds, as {@link #duration(Duration)}. */
  private static String duration(long nanos) {
    return duration(Duration.ofNanos(Math.max(0, nanos)));
  }

  /** A duration from the protocol, as {@link #duration(Duration)}. */
  public static String duration(com.google.protobuf.Duration duration) {
    return duration(Durations.toNanos(duration));
  }

  /** A moment by the clock on the wall; empty for none. */
  public static String time(Timestamp moment) {
    return moment.equals(Timestamp.getDefaultInstance())
        ? ""
        : LOCAL_TIME.format(Instant.ofEpochSecond(moment.getSeconds(), moment.getNanos()));
  }

  /** This machine's moment in the protocol's form. */
  public static Timestamp timestamp(Instant moment) {
    return Timestamp.newBuilder()
        .setSeconds(moment.getEpochSecond())
        .setNanos(moment.getNano())
        .build();
  }

  /** The last part of a resource name: its id. */
  public static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
