package dev.slipway.cli.project;

import com.google.protobuf.FieldMask;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Project;
import dev.slipway.v1.TenantServiceGrpc;
import dev.slipway.v1.UpdateProjectRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a project. */
@Command(
    name = "update",
    description = "Changes a project's name, and shows it.",
    footer = "%nExample: slipway project update shop --name 'The new shop'")
final class ProjectUpdate implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(paramLabel = "PROJECT", description = "Its id or its name.")
  private String id = "";

  @Option(names = "--name", paramLabel = "TEXT", description = "The name that people see.")
  private @Nullable String displayName;

  ProjectUpdate(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    UpdateProjectRequest request = request();
    if (request.getUpdateMask().getPathsCount() == 0) {
      throw new Problem(ExitCode.USAGE, "nothing to change: give --name");
    }
    Project now =
        server.ask(
            channel ->
                Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).updateProject(request));
    output.show(now, () -> ProjectLines.of(now).forEach(shell::print));
    return 0;
  }

  private UpdateProjectRequest request() {
    Project.Builder changed = Project.newBuilder().setName(server.projectName(id));
    FieldMask.Builder mask = FieldMask.newBuilder();
    if (displayName != null) {
      changed.setDisplayName(displayName);
      mask.addPaths("display_name");
    }
    return UpdateProjectRequest.newBuilder()
        .setProject(changed)
        .setUpdateMask(mask)
        .setRequestId(requestId.id())
        .build();
  }
}
