package dev.slipway.cli.dlq;

import dev.slipway.cli.shell.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Dead letters; its subcommands do the work. */
@Command(
    name = "dlq",
    description = {
      "Looks after dead letters: failed builds whose attempts were lost more often than allowed,"
          + " through no fault of theirs.",
    },
    synopsisSubcommandLabel = "COMMAND")
public final class DlqCommand {
  private DlqCommand() {}

  /** The command with its subcommands. */
  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new DlqCommand())
        .addSubcommand("list", new DlqList(shell))
        .addSubcommand("requeue", new DlqRequeue(shell))
        .addSubcommand("discard", new DlqDiscard(shell));
  }
}
