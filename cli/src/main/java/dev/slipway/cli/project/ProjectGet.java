package dev.slipway.cli.project;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.GetProjectRequest;
import dev.slipway.v1.Project;
import dev.slipway.v1.TenantServiceGrpc;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one project. */
@Command(
    name = "get",
    description = "Shows one project.",
    footer = "%nExample: slipway project get shop")
final class ProjectGet implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(paramLabel = "PROJECT", description = "Its id or its name.")
  private String id = "";

  ProjectGet(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    GetProjectRequest request =
        GetProjectRequest.newBuilder().setName(server.projectName(id)).build();
    Project found =
        server.ask(
            channel ->
                Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).getProject(request));
    output.show(found, () -> ProjectLines.of(found).forEach(shell::print));
    return 0;
  }
}
