package dev.slipway.cli.option;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment as a person names it: from now on, or by the clock on the wall. */
@FunctionalInterface
public interface Moment {
  /** When it is. */
  Instant seenFrom(Instant now);

  /**
   * Reads {@code 15m} as from now on, {@code 2026-11-26T08:00Z} as it stands, and {@code
   * 2026-11-26T08:00} by this machine's time zone.
   */
  final class Word implements ITypeConverter<Moment> {
    private final TimeSpan timeSpan = new TimeSpan();

    @Override
    public Moment convert(String value) {
      if (value.matches("[0-9]+[a-z]")) {
        Duration ahead = timeSpan.convert(value);
        return now -> now.plus(ahead);
      }
      Instant moment = instant(value);
      return _ -> moment;
    }

    private static Instant instant(String value) {
      try {
        return value.matches(".*T.*(Z|[+-][0-9:]+)")
            ? OffsetDateTime.parse(value).toInstant()
            : LocalDateTime.parse(value).atZone(ZoneId.systemDefault()).toInstant();
      } catch (DateTimeParseException unreadable) {
        throw new TypeConversionException(
            "'"
                + value
                + "' is neither a time such as 2026-11-26T08:00 or 2026-11-26T08:00Z nor a time"
                + " span from now such as 15m");
      }
    }
  }
}
