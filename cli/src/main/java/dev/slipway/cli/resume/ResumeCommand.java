package dev.slipway.cli.resume;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ScopeOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.ResumeQueueRequest;
import dev.slipway.v1.ResumeQueueResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a pause. */
@Command(
    name = "resume",
    description = {
      "Ends the pause of exactly this scope; others that also hold its builds stay.",
      "The scope must be named. Without a pause it does nothing and ends with 0."
    },
    footer = "%nExample: slipway resume tenants/acme")
public final class ResumeCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();
  @Mixin private final ScopeOption scope = new ScopeOption();

  public ResumeCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    String named = scope.named(server);
    ResumeQueueRequest request =
        ResumeQueueRequest.newBuilder().setScope(named).setRequestId(requestId.id()).build();
    ResumeQueueResponse answer =
        server.ask(
            channel ->
                Deadline.on(QueueServiceGrpc.newBlockingV2Stub(channel)).resumeQueue(request));
    output.show(
        answer,
        () -> {
          if (answer.hasEnded()) {
            shell.print(answer.getEnded().getScope());
          } else {
            shell.say(named + " was not paused; `slipway pauses` shows what is");
          }
        });
    return 0;
  }
}
