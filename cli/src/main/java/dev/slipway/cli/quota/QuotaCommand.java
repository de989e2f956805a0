package dev.slipway.cli.quota;

import dev.slipway.cli.shell.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What scopes may use; its subcommands do the work. */
@Command(
    name = "quota",
    description = {
      "Shows and sets what a scope may use. A build must fit all of its scopes: cluster, tenant,"
          + " project, chat.",
      "Over a limit on what runs, builds wait. Over one on what waits, on submits an hour or on"
          + " storage, submits are refused."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class QuotaCommand {
  private QuotaCommand() {}

  /** The command with its subcommands. */
  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new QuotaCommand())
        .addSubcommand("get", new QuotaGet(shell))
        .addSubcommand("set", new QuotaSet(shell))
        .addSubcommand("usage", new QuotaUsageCommand(shell))
        .addSubcommand("list", new QuotaList(shell));
  }
}
