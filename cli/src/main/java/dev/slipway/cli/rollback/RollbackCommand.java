package dev.slipway.cli.rollback;

import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Preview;
import dev.slipway.v1.PreviewServiceGrpc;
import dev.slipway.v1.RollbackPreviewRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a chat show an earlier build. */
@Command(
    name = "rollback",
    description = {
      "Lets a chat's preview show an earlier build again, and prints the preview's URL.",
      "The chat's next success moves on from there."
    },
    footer = "%nExample: slipway rollback c1")
public final class RollbackCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(paramLabel = "CHAT", description = "The chat's id.")
  private String chat = "";

  @Option(
      names = "--build",
      paramLabel = "BUILD",
      description = "The build to show. Default: the success before the one that is shown.")
  private @Nullable String build;

  public RollbackCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    RollbackPreviewRequest request =
        RollbackPreviewRequest.newBuilder()
            .setName(server.previewName(chat))
            .setBuild(build == null ? "" : server.buildName(build))
            .setRequestId(requestId.id())
            .build();
    try (Coordinator coordinator = server.connect()) {
      Preview now =
          coordinator.call(
              channel ->
                  Deadline.on(PreviewServiceGrpc.newBlockingV2Stub(channel))
                      .rollbackPreview(request));
      if (output.isJson()) {
        output.printJson(now);
      } else {
        shell.say("chat " + chat + " shows build " + Words.id(now.getBuild()));
        shell.print(now.getUri());
      }
    }
    return 0;
  }
}
