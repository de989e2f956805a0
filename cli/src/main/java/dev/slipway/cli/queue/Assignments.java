package dev.slipway.cli.queue;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code key=value,key=value}. */
final class Assignments {
  private Assignments() {}

  /** The pairs in their order. Neither keys nor values hold a comma, keys no equals sign. */
  static Map<String, String> of(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new TypeConversionException(
            "'" + pair + "' of '" + text + "' is not KEY=VALUE, as in running=5");
      }
      pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return pairs;
  }

  /** A whole number from 0 on. */
  static int number(String key, String value) {
    if (!value.matches("[0-9]{1,9}")) {
      throw new TypeConversionException("'" + value + "' is not a number for " + key);
    }
    return Integer.parseInt(value);
  }
}
