package dev.slipway.cli.chat;

import dev.slipway.cli.shell.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be done with chats; its subcommands do the work. */
@Command(
    name = "chat",
    description =
        "Makes, shows and changes a tenant's chats and the policies of their order. The first"
            + " submit that names one makes it too.",
    synopsisSubcommandLabel = "COMMAND")
public final class ChatCommand {
  private ChatCommand() {}

  /** The command with its subcommands. */
  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new ChatCommand())
        .addSubcommand("create", new ChatCreate(shell))
        .addSubcommand("get", new ChatGet(shell))
        .addSubcommand("list", new ChatList(shell))
        .addSubcommand("update", new ChatUpdate(shell))
        .addSubcommand("delete", new ChatDelete(shell));
  }
}
