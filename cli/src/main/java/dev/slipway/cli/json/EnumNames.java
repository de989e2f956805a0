package dev.slipway.cli.json;

import com.google.protobuf.Descriptors.EnumDescriptor;
import java.util.Locale;

/**
 * The short and the full names of enum values: {@code SUCCEEDED} is {@code STATE_SUCCEEDED} of
 * {@code State}.
 */
public final class EnumNames {
  private EnumNames() {}

  /** The value's name without the prefix that its type gives it; for people and in JSON. */
  public static String brief(Enum<?> value) {
    return brief(value.getDeclaringClass().getSimpleName(), value.name());
  }

  /** As {@link #brief(Enum)}; empty for the value that stands for none. */
  public static String orEmpty(Enum<?> value) {
    return value.name().endsWith("UNSPECIFIED") ? "" : brief(value);
  }

  static String brief(EnumDescriptor type, String value) {
    return brief(type.getName(), value);
  }

  static String full(EnumDescriptor type, String value) {
    String full = prefix(type.getName()) + value;
    return type.findValueByName(full) == null ? value : full;
  }

  private static String brief(String type, String value) {
    String prefix = prefix(type);
    return value.startsWith(prefix) ? value.substring(prefix.length()) : value;
  }

  private static String prefix(String type) {
    return type.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT) + "_";
  }
}
