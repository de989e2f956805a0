package dev.slipway.cli.option;

import dev.slipway.cli.shell.Shell;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives every option a variable: {@code --data-dir} is also {@code SLIPWAY_DATA_DIR}. The command
 * line wins over the variable, the variable over the option's own default; an empty variable counts
 * as unset.
 */
public final class Variables implements IDefaultValueProvider {
  private final Shell shell;

  public Variables(Shell shell) {
    this.shell = shell;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    String variable = argument instanceof OptionSpec option ? nameFor(option) : null;
    return variable == null ? null : shell.variable(variable);
  }

  /** The variable of an option; null for those that only print something, as {@code --help}. */
  public static @Nullable String nameFor(OptionSpec option) {
    return option.help() || option.usageHelp() || option.versionHelp()
        ? null
        : "SLIPWAY_" + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
