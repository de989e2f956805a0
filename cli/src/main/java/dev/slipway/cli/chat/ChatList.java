package dev.slipway.cli.chat;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.link.Pages;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Chat;
import dev.slipway.v1.ListChatsRequest;
import dev.slipway.v1.ListChatsResponse;
import dev.slipway.v1.TenantServiceGrpc;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists chats. */
@Command(
    name = "list",
    description = "Lists the tenant's chats with their policies, by id.",
    footer = "%nExample: slipway chat list")
final class ChatList implements Callable<Integer> {
  private static final int PAGE_SIZE = 500;

  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Option(names = "--project", paramLabel = "ID", description = "Only chats of this project.")
  private @Nullable String project;

  ChatList(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    Table table =
        new Table(
            "CHAT",
            "PROJECT",
            "PARALLEL",
            "SUPERSEDE",
            "ON FAILURE",
            "BUILDS",
            "BLOCKED BY",
            "NAME");
    Consumer<Chat> take = output.isJson() ? output::printJson : found -> add(found, table);
    try (Coordinator coordinator = server.connect()) {
      Pages.each(
          token -> page(coordinator, token),
          ListChatsResponse::getNextPageToken,
          page -> page.getChatsList().forEach(take));
    }
    if (!output.isJson()) {
      table.lines().forEach(shell::print);
    }
    return 0;
  }

  private ListChatsResponse page(Coordinator coordinator, String token) {
    ListChatsRequest request =
        ListChatsRequest.newBuilder()
            .setParent(server.parent())
            .setProject(project == null ? "" : project)
            .setPageSize(PAGE_SIZE)
            .setPageToken(token)
            .build();
    return coordinator.call(
        channel -> Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).listChats(request));
  }

  private static void add(Chat found, Table table) {
    table.add(
        Words.id(found.getName()),
        found.getProject(),
        Integer.toString(found.getMaxParallel()),
        EnumNames.orEmpty(found.getSupersede()),
        EnumNames.orEmpty(found.getOnFailure()),
        Long.toString(found.getLastSequence()),
        Words.id(found.getBlockedBy()),
        found.getDisplayName());
  }
}
