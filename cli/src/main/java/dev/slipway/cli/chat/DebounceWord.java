package dev.slipway.cli.chat;

import com.google.protobuf.util.Durations;
import dev.slipway.cli.option.TimeSpan;
import dev.slipway.v1.Chat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 5s:60s} or {@code none}. */
final class DebounceWord implements ITypeConverter<Chat.Debounce> {
  /** Stands for {@code none}. */
  static final Chat.Debounce NONE = Chat.Debounce.getDefaultInstance();

  @Override
  public Chat.Debounce convert(String value) {
    if (value.equals("none")) {
      return NONE;
    }
    int colon = value.indexOf(':');
    if (colon < 0) {
      throw new TypeConversionException(
          "'" + value + "' is neither DELAY:MAX, as in 5s:60s, nor none");
    }
    return Chat.Debounce.newBuilder()
        .setDelay(duration(value.substring(0, colon)))
        .setMaxDelay(duration(value.substring(colon + 1)))
        .build();
  }

  private static com.google.protobuf.Duration duration(String value) {
    return Durations.fromSeconds(new TimeSpan().convert(value).toSeconds());
  }
}
