package dev.slipway.coordinator.embedded;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives every option its variable: {@code --data-dir} is {@code SLIPWAY_DATA_DIR}. */
public final class EnvironmentDefaults implements IDefaultValueProvider {
  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String name = option.longestName().replaceFirst("^--", "").replace('-', '_');
    String value = System.getenv("SLIPWAY_" + name.toUpperCase(Locale.ROOT));
    // Set but empty is what scripts leave behind when they mean "not set".
    return value == null || value.isEmpty() ? null : value;
  }
}
