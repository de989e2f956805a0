package dev.slipway.cli.shell;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
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

  /** As in {@code 12 bytes}, {@code 3.4 KiB}, {@code 256 MiB}. */
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
    return String.format(Locale.ROOT, value % 1 == 0 ? "%.0f %s" : "%.1f %s", value, unit);
  }

  /** As in {@code 0.2 s}, {@code 12.0 s}, {@code 2 min 5 s}. */
  public static String duration(Duration duration) {
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
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

  /** The last part of a resource name: its id. */
  public static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
