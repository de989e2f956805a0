package dev.slipway.cli.dlq;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Build;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.RequeueDeadLetterRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Queues a dead letter again. */
@Command(
    name = "requeue",
    description = {
      "Queues a dead letter again as a new build, and prints that one's name.",
      "The old one stays FAILED. Repeating it prints the same name: it makes one build only."
    },
    footer = "%nExample: slipway dlq requeue 0199c1e0-0000-7000-8000-000000000001")
final class DlqRequeue implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  DlqRequeue(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    RequeueDeadLetterRequest request =
        RequeueDeadLetterRequest.newBuilder()
            .setName(server.buildName(build))
            .setRequestId(requestId.id())
            .build();
    Build queued =
        server.ask(
            channel ->
                Deadline.on(QueueServiceGrpc.newBlockingV2Stub(channel))
                    .requeueDeadLetter(request));
    output.show(queued, () -> shell.print(queued.getName()));
    return 0;
  }
}
