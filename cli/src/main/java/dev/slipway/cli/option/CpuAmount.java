package dev.slipway.cli.option;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500m}, {@code 2} or {@code 0.5} as thousandths of a CPU. */
public final class CpuAmount implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(m?)|([0-9]{1,6}\\.[0-9]{1,3})");

  @Override
  public Long convert(String value) {
    Matcher matcher = FORM.matcher(value);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is not an amount of CPU such as 500m, 2 or 0.5");
    }
    return "m".equals(matcher.group(2))
        ? Long.parseLong(matcher.group(1))
        : new BigDecimal(value).movePointRight(3).longValueExact();
  }
}
