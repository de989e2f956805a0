package dev.slipway.cli.artifacts;

import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Artifact;
import dev.slipway.v1.ArtifactServiceGrpc;
import dev.slipway.v1.ListArtifactsRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists what a build made. */
@Command(
    name = "artifacts",
    description = "Lists what a build made; nothing until it has succeeded.",
    footer = "%nExample: slipway artifacts 0199c1e0-0000-7000-8000-000000000001")
public final class ArtifactsCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  public ArtifactsCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    ListArtifactsRequest request =
        ListArtifactsRequest.newBuilder().setParent(server.buildName(build)).build();
    try (Coordinator coordinator = server.connect()) {
      List<Artifact> artifacts =
          coordinator
              .call(
                  channel ->
                      Deadline.on(ArtifactServiceGrpc.newBlockingV2Stub(channel))
                          .listArtifacts(request))
              .getArtifactsList();
      if (output.isJson()) {
        artifacts.forEach(output::printJson);
      } else {
        table(artifacts).lines().forEach(shell::print);
      }
    }
    return 0;
  }

  private static Table table(List<Artifact> artifacts) {
    Table table = new Table("ARTIFACT", "SIZE", "TYPE", "SHA256");
    artifacts.forEach(
        artifact ->
            table.add(
                Words.id(artifact.getName()),
                Words.size(artifact.getSizeBytes()),
                artifact.getMediaType(),
                artifact.getSha256()));
    return table;
  }
}
