package dev.slipway.cli.cancel;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.CancelBuildRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for the end of a build, or of many. */
@Command(
    name = "cancel",
    description = {
      "Asks for the end of a build and prints the state it is in then.",
      "A build that has ended stays as it is; `slipway watch` waits for one that is stopping. With"
          + " --filter: says how many builds match and which, and with --force asks for their end."
    },
    footer = "%nExample: slipway cancel --filter 'chat = \"c1\" AND state = QUEUED' --force")
public final class CancelCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(arity = "0..1", paramLabel = "BUILD", description = "Its name or its id.")
  private @Nullable String build;

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      description = "All builds of the tenant that match, as in chat = \"c1\".")
  private @Nullable String filter;

  @Option(
      names = "--force",
      fallbackValue = "true",
      description = "With --filter: cancels them. Without: only counts.")
  private boolean force;

  @Option(names = "--reason", paramLabel = "TEXT", description = "For whoever wonders later.")
  private String reason = "";

  public CancelCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    if (build != null && filter == null) {
      cancel(build);
    } else if (build == null && filter != null) {
      new BulkCancel(shell, server, output).run(filter, reason, force, requestId.id());
    } else {
      throw new Problem(
          ExitCode.USAGE,
          "give one build or --filter",
          "`slipway cancel --help` shows how it is used");
    }
    return 0;
  }

  private void cancel(String one) {
    CancelBuildRequest request =
        CancelBuildRequest.newBuilder()
            .setName(server.buildName(one))
            .setReason(reason)
            .setRequestId(requestId.id())
            .build();
    Build now =
        server.ask(
            channel ->
                Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).cancelBuild(request));
    output.show(now, () -> shell.print(EnumNames.brief(now.getState())));
  }
}
