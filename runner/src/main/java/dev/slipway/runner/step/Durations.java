package dev.slipway.runner.step;

import java.time.Duration;
import java.util.Locale;

/** Durations between the protocol, Java and people. */
public final class Durations {
  private Durations() {}

  /** The protocol's duration as Java's. */
  public static Duration of(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  /** Java's duration as the protocol's. */
  public static com.google.protobuf.Duration of(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.toSeconds())
        .setNanos(duration.toNanosPart())
        .build();
  }

  /** For a sentence: {@code 1.5 s}, {@code 15 min}. */
  public static String words(Duration duration) {
    if (duration.toSeconds() >= 60 && duration.toSecondsPart() == 0) {
      return duration.toMinutes() + " min";
    }
    String seconds = String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
    return seconds.replaceFirst("\\.?0+$", "") + " s";
  }
}
