package dev.slipway.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 512Mi} or {@code 2Gi} as MiB. */
public final class MemoryAmount implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(Mi|Gi)");

  @Override
  public Long convert(String value) {
    Matcher matcher = FORM.matcher(value);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is not an amount of memory such as 512Mi or 2Gi");
    }
    long number = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("Mi") ? number : number * 1024;
  }
}
