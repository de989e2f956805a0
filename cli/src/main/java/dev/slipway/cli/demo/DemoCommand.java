package dev.slipway.cli.demo;

import dev.slipway.cli.follow.Ending;
import dev.slipway.cli.follow.Follow;
import dev.slipway.cli.link.Address;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.option.DataDirOption;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.pack.Archive;
import dev.slipway.cli.shell.Screen;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.submit.Given;
import dev.slipway.cli.submit.Reader;
import dev.slipway.cli.submit.Submission;
import dev.slipway.v1.Build;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The whole of Slipway in one command. */
@Command(
    name = "demo",
    description = {
      "Builds a site from start to preview, and serves it until Ctrl-C.",
      "Starts the embedded coordinator unless one runs on the data dir, and stops what it started."
          + " Stdout is the preview's URL. Builds run as processes of your own user: only for code"
          + " that you trust."
    },
    footer = "%nExample: slipway demo")
public final class DemoCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final DataDirOption dataDir;
  @Mixin private final OutputOption output;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR|FILE",
      description = "What to build instead of samples/vite-react-ts, as for submit.")
  private @Nullable Path what;

  @Option(
      names = "--once",
      fallbackValue = "true",
      description = "Ends with the build's outcome and does not go on serving.")
  private boolean once;

  @Option(
      names = "--cache-dir",
      paramLabel = "DIR",
      description = "For a coordinator that is started: as for up.")
  private @Nullable Path cacheDir;

  public DemoCommand(Shell shell) {
    this.shell = shell;
    this.dataDir = new DataDirOption(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() throws IOException {
    Given given = new Reader(shell).path(what == null ? sample() : what, false);
    Archive archive = given.archive();
    try (Service service = Service.find(dataDir.path(), cacheDir, shell)) {
      ExitCode outcome = build(given);
      if (outcome == ExitCode.OK && !once) {
        service.serve();
      }
      return outcome.code();
    } finally {
      if (archive != null) {
        archive.close();
      }
    }
  }

  private ExitCode build(Given given) {
    try (Screen screen = new Screen(shell);
        Coordinator coordinator =
            new Coordinator(
                Address.ofDataDir(dataDir.path()), line -> screen.line("slipway: " + line))) {
      Build wanted = given.build().toBuilder().setProject("demo").build();
      String requestId = UUID.randomUUID().toString();
      Build queued =
          new Submission(coordinator, screen).submit(given, "tenants/default", wanted, requestId);
      Build ended = new Follow(coordinator, output, screen, shell).toEnd(queued.getName());
      return new Ending(shell, screen, output).show(ended);
    }
  }

  private Path sample() {
    String home = shell.variable("SLIPWAY_HOME");
    if (home == null) {
      throw new Problem(
          ExitCode.USAGE,
          "the sample site is found only by bin/slipway; name a folder: slipway demo DIR");
    }
    return Path.of(home, "samples", "vite-react-ts");
  }
}
