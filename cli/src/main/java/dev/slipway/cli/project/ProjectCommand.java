package dev.slipway.cli.project;

import dev.slipway.cli.shell.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be done with projects; its subcommands do the work. */
@Command(
    name = "project",
    description =
        "Makes, shows and changes a tenant's projects: its websites and apps. The first submit that"
            + " names one makes it too.",
    synopsisSubcommandLabel = "COMMAND")
public final class ProjectCommand {
  private ProjectCommand() {}

  /** The command with its subcommands. */
  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new ProjectCommand())
        .addSubcommand("create", new ProjectCreate(shell))
        .addSubcommand("get", new ProjectGet(shell))
        .addSubcommand("list", new ProjectList(shell))
        .addSubcommand("update", new ProjectUpdate(shell))
        .addSubcommand("delete", new ProjectDelete(shell));
  }
}
