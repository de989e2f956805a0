package dev.slipway.cli.chat;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.DeleteChatRequest;
import dev.slipway.v1.DeleteChatResponse;
import dev.slipway.v1.TenantServiceGrpc;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes an empty chat. */
@Command(
    name = "delete",
    description = "Deletes a chat that has no build.",
    footer = "%nExample: slipway chat delete c1")
final class ChatDelete implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(paramLabel = "CHAT", description = "Its id or its name.")
  private String id = "";

  ChatDelete(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    DeleteChatRequest request =
        DeleteChatRequest.newBuilder()
            .setName(server.chatName(id))
            .setRequestId(requestId.id())
            .build();
    DeleteChatResponse done =
        server.ask(
            channel ->
                Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).deleteChat(request));
    output.show(done, () -> shell.say(request.getName() + " is deleted"));
    return 0;
  }
}
