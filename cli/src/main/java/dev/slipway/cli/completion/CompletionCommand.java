package dev.slipway.cli.completion;

import dev.slipway.cli.shell.Shell;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
    name = "completion",
    description = "Prints a completion script for bash and zsh.",
    footer = "%nExample: source <(slipway completion)")
public final class CompletionCommand implements Callable<Integer> {
  private final Shell shell;
  @Spec private @Nullable CommandSpec spec;

  public CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell.print(AutoComplete.bash("slipway", Objects.requireNonNull(spec).root().commandLine()));
    return 0;
  }
}
