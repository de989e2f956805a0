package dev.slipway.cli.chat;

import com.google.protobuf.FieldMask;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Chat;
import dev.slipway.v1.TenantServiceGrpc;
import dev.slipway.v1.UpdateChatRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a chat. */
@Command(
    name = "update",
    description =
        "Sets a chat's name or policies, for builds that are submitted or start from now on, and"
            + " shows it.",
    footer = "%nExample: slipway chat update c1 --max-parallel 2 --supersede skip-intermediate")
final class ChatUpdate implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(paramLabel = "CHAT", description = "Its id or its name.")
  private String id = "";

  @Option(names = "--name", paramLabel = "TEXT", description = "The name that people see.")
  private @Nullable String displayName;

  @Mixin private final PolicyOptions policies = new PolicyOptions();

  ChatUpdate(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    UpdateChatRequest request = request();
    if (request.getUpdateMask().getPathsCount() == 0) {
      throw new Problem(
          ExitCode.USAGE, "nothing to change: give --name or a policy, as in --max-parallel 2");
    }
    Chat now =
        server.ask(
            channel ->
                Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).updateChat(request));
    output.show(now, () -> ChatLines.of(now).forEach(shell::print));
    return 0;
  }

  private UpdateChatRequest request() {
    Chat.Builder changed = Chat.newBuilder().setName(server.chatName(id));
    FieldMask.Builder mask = FieldMask.newBuilder();
    if (displayName != null) {
      changed.setDisplayName(displayName);
      mask.addPaths("display_name");
    }
    policies.set(changed, mask);
    return UpdateChatRequest.newBuilder()
        .setChat(changed)
        .setUpdateMask(mask)
        .setRequestId(requestId.id())
        .build();
  }
}
