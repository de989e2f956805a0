package dev.slipway.cli.tenant;

import dev.slipway.cli.shell.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be done with tenants; its subcommands do the work. */
@Command(
    name = "tenant",
    description = "Makes, shows and changes tenants: the customers of whoever runs Slipway.",
    synopsisSubcommandLabel = "COMMAND")
public final class TenantCommand {
  private TenantCommand() {}

  /** The command with its subcommands. */
  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new TenantCommand())
        .addSubcommand("create", new TenantCreate(shell))
        .addSubcommand("get", new TenantGet(shell))
        .addSubcommand("list", new TenantList(shell))
        .addSubcommand("update", new TenantUpdate(shell))
        .addSubcommand("delete", new TenantDelete(shell));
  }
}
