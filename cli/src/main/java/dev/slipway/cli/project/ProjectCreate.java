package dev.slipway.cli.project;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.CreateProjectRequest;
import dev.slipway.v1.Project;
import dev.slipway.v1.TenantServiceGrpc;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a project. */
@Command(
    name = "create",
    description = "Makes a project, and shows it.",
    footer = "%nExample: slipway project create shop --name 'The shop'")
final class ProjectCreate implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(paramLabel = "PROJECT", description = "Its id.")
  private String id = "";

  @Option(names = "--name", paramLabel = "TEXT", description = "The name that people see.")
  private @Nullable String displayName;

  ProjectCreate(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    CreateProjectRequest request =
        CreateProjectRequest.newBuilder()
            .setParent(server.parent())
            .setProjectId(id)
            .setProject(made())
            .setRequestId(requestId.id())
            .build();
    Project now =
        server.ask(
            channel ->
                Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).createProject(request));
    output.show(now, () -> ProjectLines.of(now).forEach(shell::print));
    return 0;
  }

  private Project made() {
    Project.Builder made = Project.newBuilder();
    if (displayName != null) {
      made.setDisplayName(displayName);
    }
    return made.build();
  }
}
