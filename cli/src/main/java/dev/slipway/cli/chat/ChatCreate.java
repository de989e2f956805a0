package dev.slipway.cli.chat;

import com.google.protobuf.FieldMask;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Chat;
import dev.slipway.v1.CreateChatRequest;
import dev.slipway.v1.TenantServiceGrpc;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a chat. */
@Command(
    name = "create",
    description = "Makes a chat, and shows it.",
    footer = "%nExample: slipway chat create c1 --on-failure block --debounce 5s:60s")
final class ChatCreate implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(paramLabel = "CHAT", description = "Its id.")
  private String id = "";

  @Option(names = "--name", paramLabel = "TEXT", description = "The name that people see.")
  private @Nullable String displayName;

  @Option(
      names = "--project",
      paramLabel = "ID",
      description = "The project that it belongs to. Default: default.")
  private @Nullable String project;

  @Mixin private final PolicyOptions policies = new PolicyOptions();

  ChatCreate(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    CreateChatRequest request =
        CreateChatRequest.newBuilder()
            .setParent(server.parent())
            .setChatId(id)
            .setChat(made())
            .setRequestId(requestId.id())
            .build();
    Chat now =
        server.ask(
            channel ->
                Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).createChat(request));
    output.show(now, () -> ChatLines.of(now).forEach(shell::print));
    return 0;
  }

  private Chat made() {
    Chat.Builder made = Chat.newBuilder();
    if (displayName != null) {
      made.setDisplayName(displayName);
    }
    if (project != null) {
      made.setProject(project);
    }
    policies.set(made, FieldMask.newBuilder());
    return made.build();
  }
}
