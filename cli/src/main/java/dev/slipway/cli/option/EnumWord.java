package dev.slipway.cli.option;

import dev.slipway.cli.json.EnumNames;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a value of an enum of the protocol by its short name, in any case, with - for _. */
public abstract class EnumWord<E extends Enum<E>> implements ITypeConverter<E> {
  private final String noun;
  private final List<E> values;

  /**
   * A reader of all values but those that are never given.
   *
   * @param noun what the value is, with its article, as in {@code a state}
   */
  protected EnumWord(String noun, E[] values) {
    this.noun = noun;
    this.values = Arrays.stream(values).filter(EnumWord::isGiven).toList();
  }

  @Override
  public E convert(String value) {
    String name = value.replace('-', '_');
    return values.stream()
        .filter(known -> EnumNames.brief(known).equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + value + "' is not " + noun + "; there are " + all()));
  }

  private String all() {
    return values.stream().map(EnumNames::brief).collect(Collectors.joining(", "));
  }

  private static boolean isGiven(Enum<?> value) {
    return !value.name().endsWith("UNSPECIFIED") && !value.name().equals("UNRECOGNIZED");
  }
}
