package dev.slipway.cli.update;

import com.google.protobuf.FieldMask;
import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.PriorityName;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.UpdateBuildRequest;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a build's priority, labels or display name. */
@Command(
    name = "update",
    description = {
      "Changes a build's priority, labels or display name, and prints them.",
      "A new priority is for builds that wait; it counts from the build's own submit."
    },
    footer = "%nExample: slipway update 0199c1e0-0000-7000-8000-000000000001 --priority high")
public final class UpdateCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  @Option(
      names = "--priority",
      paramLabel = "CLASS",
      converter = PriorityName.class,
      description = "low, normal, high or critical.")
  private Build.@Nullable Priority priority;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      split = "\n",
      splitSynopsisLabel = "",
      description = "A label; repeatable. Those that are given replace all that it has.")
  private @Nullable Map<String, String> labels;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "The name that people see; '' takes it away.")
  private @Nullable String displayName;

  public UpdateCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    UpdateBuildRequest request = request();
    if (request.getUpdateMask().getPathsCount() == 0) {
      throw new Problem(ExitCode.USAGE, "nothing to change: give --priority, --label or --name");
    }
    Build now =
        server.ask(
            channel ->
                Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).updateBuild(request));
    output.show(now, () -> print(now));
    return 0;
  }

  private UpdateBuildRequest request() {
    Build.Builder changed = Build.newBuilder().setName(server.buildName(build));
    FieldMask.Builder mask = FieldMask.newBuilder();
    if (priority != null) {
      changed.setPriority(priority);
      mask.addPaths("priority");
    }
    if (labels != null) {
      changed.putAllLabels(labels);
      mask.addPaths("labels");
    }
    if (displayName != null) {
      changed.setDisplayName(displayName);
      mask.addPaths("display_name");
    }
    return UpdateBuildRequest.newBuilder()
        .setBuild(changed)
        .setUpdateMask(mask)
        .setRequestId(requestId.id())
        .build();
  }

  private void print(Build now) {
    shell.print("priority    " + EnumNames.brief(now.getPriority()));
    if (!now.getDisplayName().isEmpty()) {
      shell.print("name        " + now.getDisplayName());
    }
    now.getLabelsMap().forEach((key, value) -> shell.print("label       " + key + "=" + value));
  }
}
