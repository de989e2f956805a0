package dev.slipway.cli.download;

import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Artifact;
import dev.slipway.v1.ArtifactServiceGrpc;
import dev.slipway.v1.ListArtifactsRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads an artifact. */
@Command(
    name = "download",
    description = {
      "Downloads an artifact and checks its sha256; prints the file's path.",
      "The file appears only when it is whole. To stdout the bytes come before the check: look at"
          + " the exit code."
    },
    footer = "%nExample: slipway download 0199c1e0-0000-7000-8000-000000000001")
public final class DownloadCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(index = "0", paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ARTIFACT",
      description = "Default: the only one there is.")
  private @Nullable String artifact;

  @Option(
      names = "--to",
      paramLabel = "FILE|-",
      description = "Where to. Default: the artifact's name, in this folder.")
  private @Nullable String to;

  public DownloadCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() throws IOException {
    try (Coordinator coordinator = server.connect()) {
      String name =
          artifact == null
              ? onlyOne(coordinator)
              : server.buildName(build) + "/artifacts/" + artifact;
      if ("-".equals(to)) {
        Transfer.toStream(name, coordinator, shell::print);
      } else {
        Path file = Path.of(to == null ? Words.id(name) : to);
        print(Transfer.toFile(name, coordinator, file), file);
      }
    }
    return 0;
  }

  private void print(Artifact downloaded, Path file) {
    if (output.isJson()) {
      output.printJson(downloaded);
    } else {
      shell.print(file.toString());
    }
  }

  private String onlyOne(Coordinator coordinator) {
    ListArtifactsRequest request =
        ListArtifactsRequest.newBuilder().setParent(server.buildName(build)).build();
    List<String> names =
        coordinator
            .call(
                channel ->
                    Deadline.on(ArtifactServiceGrpc.newBlockingV2Stub(channel))
                        .listArtifacts(request))
            .getArtifactsList()
            .stream()
            .map(Artifact::getName)
            .toList();
    if (names.size() == 1) {
      return names.getFirst();
    }
    String all = names.stream().map(Words::id).collect(Collectors.joining(", "));
    throw new Problem(
        ExitCode.USAGE,
        names.isEmpty()
            ? "the build has no artifacts; it has them when it has SUCCEEDED"
            : "the build has " + names.size() + " artifacts, name one: " + all);
  }
}
