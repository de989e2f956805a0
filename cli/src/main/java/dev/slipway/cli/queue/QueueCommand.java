package dev.slipway.cli.queue;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ScopeOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.ChatQueue;
import dev.slipway.v1.GetChatQueueRequest;
import dev.slipway.v1.GetQueueRequest;
import dev.slipway.v1.Queue;
import dev.slipway.v1.QueueServiceGrpc;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what waits and runs. */
@Command(
    name = "queue",
    description = {
      "Shows what waits and runs in a scope. Default: the tenant.",
      "For a chat: its builds, those that run, those that wait with place and expected start, those"
          + " that ended."
    },
    footer = "%nExample: slipway queue --chat c1")
public final class QueueCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final ScopeOption scope = new ScopeOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Of a chat's builds: at most so many of each kind. Default: 50.")
  private int limit = 50;

  public QueueCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    String name = scope.orTenant(server);
    if (name.contains("/chats/")) {
      ChatQueue found = chat(name);
      output.show(found, () -> ChatLines.of(found).forEach(shell::print));
    } else {
      Queue found = all(name);
      output.show(found, () -> DepthLines.of(found, shell.clock()).forEach(shell::print));
    }
    return 0;
  }

  private ChatQueue chat(String name) {
    GetChatQueueRequest request =
        GetChatQueueRequest.newBuilder().setName(name).setPageSize(limit).build();
    return server.ask(
        channel -> Deadline.on(QueueServiceGrpc.newBlockingV2Stub(channel)).getChatQueue(request));
  }

  private Queue all(String name) {
    GetQueueRequest request = GetQueueRequest.newBuilder().setScope(name).build();
    return server.ask(
        channel -> Deadline.on(QueueServiceGrpc.newBlockingV2Stub(channel)).getQueue(request));
  }
}
