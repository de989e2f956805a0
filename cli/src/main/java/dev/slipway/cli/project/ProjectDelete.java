package dev.slipway.cli.project;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.DeleteProjectRequest;
import dev.slipway.v1.DeleteProjectResponse;
import dev.slipway.v1.TenantServiceGrpc;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes an empty project. */
@Command(
    name = "delete",
    description = "Deletes a project that has no chat and no build.",
    footer = "%nExample: slipway project delete shop")
final class ProjectDelete implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(paramLabel = "PROJECT", description = "Its id or its name.")
  private String id = "";

  ProjectDelete(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    DeleteProjectRequest request =
        DeleteProjectRequest.newBuilder()
            .setName(server.projectName(id))
            .setRequestId(requestId.id())
            .build();
    DeleteProjectResponse done =
        server.ask(
            channel ->
                Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).deleteProject(request));
    output.show(done, () -> shell.say(request.getName() + " is deleted"));
    return 0;
  }
}
