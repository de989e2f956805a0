package dev.slipway.cli.cancel;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.CancelBuildRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for the end of a build. */
@Command(
    name = "cancel",
    description = {
      "Asks for the end of a build and prints the state it is in then.",
      "A build that has ended stays as it is; `slipway watch` waits for one that is stopping."
    })
public final class CancelCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "For whoever wonders later.")
  private String reason = "";

  public CancelCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    CancelBuildRequest request =
        CancelBuildRequest.newBuilder().setName(server.buildName(build)).setReason(reason).build();
    try (Coordinator coordinator = server.connect()) {
      Build now =
          coordinator.call(
              channel ->
                  Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).cancelBuild(request));
      if (output.isJson()) {
        output.printJson(now);
      } else {
        shell.print(EnumNames.brief(now.getState()));
      }
    }
    return 0;
  }
}
