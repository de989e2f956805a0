package dev.slipway.cli.chat;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Chat;
import dev.slipway.v1.GetChatRequest;
import dev.slipway.v1.TenantServiceGrpc;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one chat. */
@Command(name = "get", description = "Shows one chat.", footer = "%nExample: slipway chat get c1")
final class ChatGet implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(paramLabel = "CHAT", description = "Its id or its name.")
  private String id = "";

  ChatGet(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    GetChatRequest request = GetChatRequest.newBuilder().setName(server.chatName(id)).build();
    Chat found =
        server.ask(
            channel -> Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).getChat(request));
    output.show(found, () -> ChatLines.of(found).forEach(shell::print));
    return 0;
  }
}
