package dev.slipway.cli.dlq;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Build;
import dev.slipway.v1.DiscardDeadLetterRequest;
import dev.slipway.v1.QueueServiceGrpc;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a dead letter's mark away. */
@Command(
    name = "discard",
    description = {
      "Takes the mark of a dead letter away, unblocks the chat that the build blocks, and prints"
          + " its state.",
      "Also for a failed build that blocks its chat and is no dead letter."
    },
    footer = "%nExample: slipway dlq discard 0199c1e0-0000-7000-8000-000000000001")
final class DlqDiscard implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  DlqDiscard(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    DiscardDeadLetterRequest request =
        DiscardDeadLetterRequest.newBuilder()
            .setName(server.buildName(build))
            .setRequestId(requestId.id())
            .build();
    Build now =
        server.ask(
            channel ->
                Deadline.on(QueueServiceGrpc.newBlockingV2Stub(channel))
                    .discardDeadLetter(request));
    output.show(now, () -> shell.print(EnumNames.brief(now.getState())));
    return 0;
  }
}
