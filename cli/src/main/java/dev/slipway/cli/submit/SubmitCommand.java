package dev.slipway.cli.submit;

import com.google.protobuf.util.Durations;
import dev.slipway.cli.follow.Ending;
import dev.slipway.cli.follow.Follow;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.option.TimeSpan;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.pack.Archive;
import dev.slipway.cli.shell.Screen;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.waiting.Report;
import dev.slipway.v1.Build;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits a build and follows it. */
@Command(
    name = "submit",
    description = {
      "Submits a build, follows it, and ends with its outcome.",
      "A folder is packed without .git, node_modules and what its .gitignore files name. Stdout is"
          + " the preview's URL, or what a snippet printed; with --detach the build's name; with -o"
          + " json one event a line and the build as the last line.",
      "While it waits, stderr says its place, when it is expected to start, and why it waits."
    },
    footer = "%nExample: slipway submit my-site --chat c1 --priority high")
public final class SubmitCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final QueueOptions queue = new QueueOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR|FILE|-",
      description =
          "A folder, an archive (zip, tar.gz, tar.zst), a JS or TS file, a build in JSON; - is"
              + " stdin.")
  private @Nullable String what;

  @Option(
      names = "--git",
      paramLabel = "URL[#REF]",
      description = "Builds a commit of a git repository instead.")
  private @Nullable String git;

  @Option(
      names = "--project",
      paramLabel = "ID",
      description = "The website or app. Default: default.")
  private @Nullable String project;

  @Option(
      names = "--chat",
      paramLabel = "ID",
      description = "The conversation: its builds run in order, one at a time.")
  private @Nullable String chat;

  @Option(
      names = "--message-id",
      paramLabel = "TEXT",
      description = "Your own reference; it is only carried.")
  private @Nullable String messageId;

  @Option(
      names = "--template",
      paramLabel = "NAME",
      description =
          "website, snippet or custom. Default: snippet for a JS or TS file, else website.")
  private @Nullable String template;

  @Option(
      names = "--param",
      paramLabel = "KEY=VALUE",
      split = "\n",
      splitSynopsisLabel = "",
      description = "A parameter of the template; repeatable. In the variable: one a line.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = "How long the build may run, as in 90s or 15m. Default: 15m.")
  private @Nullable Duration timeout;

  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description = "A repeat with the same id gives the same build. Default: a new one.")
  private @Nullable String requestId;

  @Option(
      names = "--detach",
      fallbackValue = "true",
      description = "Ends as soon as the build is queued.")
  private boolean detach;

  @Option(
      names = "--validate-only",
      fallbackValue = "true",
      description = "Only checks it, and says where it would stand. Nothing is queued.")
  private boolean validateOnly;

  public SubmitCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() throws IOException {
    Given given = read();
    Archive archive = given.archive();
    try {
      return submit(given).code();
    } finally {
      if (archive != null) {
        archive.close();
      }
    }
  }

  private ExitCode submit(Given given) {
    try (Screen screen = new Screen(shell);
        Coordinator coordinator = server.connect(line -> screen.line("slipway: " + line))) {
      Submission submission = new Submission(coordinator, screen);
      if (validateOnly) {
        Build checked = submission.check(given, server.parent(), build(given));
        output.show(checked, () -> Report.lines(checked.getQueueStatus()).forEach(shell::print));
        return ExitCode.OK;
      }
      String id = requestId == null ? UUID.randomUUID().toString() : requestId;
      Build queued = submission.submit(given, server.parent(), build(given), id);
      if (detach) {
        print(queued);
        return ExitCode.OK;
      }
      Build ended = new Follow(coordinator, output, screen, shell).toEnd(queued.getName());
      return new Ending(shell, screen, output).show(ended);
    }
  }

  private void print(Build queued) {
    if (output.isJson()) {
      output.printJson(queued);
    } else {
      shell.print(queued.getName());
    }
  }

  private Given read() throws IOException {
    if ((what == null) == (git == null)) {
      throw new Problem(
          ExitCode.USAGE,
          "give one thing to build: DIR, FILE, - or --git URL",
          "`slipway submit --help` shows how");
    }
    if (git != null) {
      return Reader.git(git);
    }
    Reader reader = new Reader(shell);
    boolean isSnippet = "snippet".equals(template);
    return "-".equals(what)
        ? reader.standardInput(isSnippet)
        : reader.path(Path.of(String.valueOf(what)), isSnippet);
  }

  private Build build(Given given) {
    Build.Builder build = given.build().toBuilder().putAllParameters(parameters);
    if (project != null) {
      build.setProject(project);
    }
    if (chat != null) {
      build.setChat(chat);
    }
    if (messageId != null) {
      build.setMessageId(messageId);
    }
    if (template != null) {
      build.setTemplate(template);
    }
    if (timeout != null) {
      build.setTimeout(Durations.fromMillis(timeout.toMillis()));
    }
    queue.set(build, shell.clock().instant());
    return build.build();
  }
}
