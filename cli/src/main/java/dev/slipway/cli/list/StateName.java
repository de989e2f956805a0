package dev.slipway.cli.list;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.v1.Build;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a state by its short name, in any case. */
final class StateName implements ITypeConverter<Build.State> {
  @Override
  public Build.State convert(String value) {
    return Arrays.stream(Build.State.values())
        .filter(StateName::isReal)
        .filter(state -> EnumNames.brief(state).equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException("'" + value + "' is not a state; there are " + all()));
  }

  private static String all() {
    return Arrays.stream(Build.State.values())
        .filter(StateName::isReal)
        .map(EnumNames::brief)
        .collect(Collectors.joining(", "));
  }

  private static boolean isReal(Build.State state) {
    return state != Build.State.STATE_UNSPECIFIED && state != Build.State.UNRECOGNIZED;
  }
}
