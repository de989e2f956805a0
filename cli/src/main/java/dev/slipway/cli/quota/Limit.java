package dev.slipway.cli.quota;

import dev.slipway.cli.option.ByteAmount;
import dev.slipway.cli.option.CpuAmount;
import dev.slipway.cli.option.MemoryAmount;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A limit as a person gives it.
 *
 * @param value in the unit of its field of {@code Quota}; null to remove the limit
 */
record Limit(@Nullable Long value) {
  /** Reads {@code none}, or leaves the word to a reader of amounts. */
  abstract static class Word implements ITypeConverter<Limit> {
    private final ITypeConverter<Long> amount;

    Word(ITypeConverter<Long> amount) {
      this.amount = amount;
    }

    @Override
    public Limit convert(String value) throws Exception {
      return new Limit(value.equals("none") ? null : amount.convert(value));
    }
  }

  static final class Count extends Word {
    Count() {
      super(Count::number);
    }

    private static Long number(String value) {
      if (!value.matches("[0-9]{1,9}")) {
        throw new TypeConversionException("'" + value + "' is neither a number nor none");
      }
      return Long.parseLong(value);
    }
  }

  static final class Cpu extends Word {
    Cpu() {
      super(new CpuAmount());
    }
  }

  static final class Memory extends Word {
    Memory() {
      super(new MemoryAmount());
    }
  }

  static final class Bytes extends Word {
    Bytes() {
      super(new ByteAmount());
    }
  }
}
