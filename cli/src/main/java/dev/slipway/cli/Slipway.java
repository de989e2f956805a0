package dev.slipway.cli;

import dev.slipway.cli.artifacts.ArtifactsCommand;
import dev.slipway.cli.attempts.AttemptsCommand;
import dev.slipway.cli.cancel.CancelCommand;
import dev.slipway.cli.chat.ChatCommand;
import dev.slipway.cli.completion.CompletionCommand;
import dev.slipway.cli.coordinator.CoordinatorCommand;
import dev.slipway.cli.coordinators.CoordinatorsCommand;
import dev.slipway.cli.demo.DemoCommand;
import dev.slipway.cli.dlq.DlqCommand;
import dev.slipway.cli.download.DownloadCommand;
import dev.slipway.cli.events.EventsCommand;
import dev.slipway.cli.explain.ExplainCommand;
import dev.slipway.cli.get.GetCommand;
import dev.slipway.cli.list.ListCommand;
import dev.slipway.cli.logs.LogsCommand;
import dev.slipway.cli.option.VariableHelp;
import dev.slipway.cli.option.Variables;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.ProblemPrinter;
import dev.slipway.cli.pause.PauseCommand;
import dev.slipway.cli.pauses.PausesCommand;
import dev.slipway.cli.previews.PreviewsCommand;
import dev.slipway.cli.project.ProjectCommand;
import dev.slipway.cli.queue.QueueCommand;
import dev.slipway.cli.queue.SimulateCommand;
import dev.slipway.cli.quota.QuotaCommand;
import dev.slipway.cli.replay.ReplayCommand;
import dev.slipway.cli.resume.ResumeCommand;
import dev.slipway.cli.retry.RetryCommand;
import dev.slipway.cli.rollback.RollbackCommand;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.stats.StatsCommand;
import dev.slipway.cli.submit.SubmitCommand;
import dev.slipway.cli.tenant.TenantCommand;
import dev.slipway.cli.up.UpCommand;
import dev.slipway.cli.update.UpdateCommand;
import dev.slipway.cli.verify.VerifyCommand;
import dev.slipway.cli.watch.WatchCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of the command line. */
@Command(
    name = "slipway",
    description = {
      "Builds websites and shows what becomes of them.",
      "Try it: slipway demo. Then: slipway up, and elsewhere slipway submit DIR."
    },
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Slipway.Version.class)
public final class Slipway implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  private Slipway() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(Shell.ofProcess(), args));
  }

  /** Runs one command in these surroundings, and returns its exit code. */
  static int run(Shell shell, String... args) {
    Map<String, Supplier<Object>> commands = commands(shell);
    boolean isOne = args.length > 0 && commands.containsKey(args[0]) && !needsAll(args[0]);
    if (isOne) {
      commands.keySet().retainAll(List.of(args[0]));
    }
    return commandLine(shell, commands).execute(args);
  }

  // A script of completions is about all of them.
  private static boolean needsAll(String command) {
    return command.equals("completion");
  }

  /** All commands, in these surroundings. */
  static CommandLine commandLine(Shell shell) {
    return commandLine(shell, commands(shell));
  }

  /**
   * How each command is made, by its name. A run needs one of them; reading the annotations of all
   * took 0.74 s of processor time a run instead of 0.58 s.
   */
  private static Map<String, Supplier<Object>> commands(Shell shell) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("demo", () -> new DemoCommand(shell));
    commands.put("up", () -> new UpCommand());
    commands.put("coordinator", () -> new CoordinatorCommand());
    commands.put("submit", () -> new SubmitCommand(shell));
    commands.put("watch", () -> new WatchCommand(shell));
    commands.put("replay", () -> new ReplayCommand(shell));
    commands.put("events", () -> new EventsCommand(shell));
    commands.put("logs", () -> new LogsCommand(shell));
    commands.put("get", () -> new GetCommand(shell));
    commands.put("list", () -> new ListCommand(shell));
    commands.put("explain", () -> new ExplainCommand(shell));
    commands.put("attempts", () -> new AttemptsCommand(shell));
    commands.put("update", () -> new UpdateCommand(shell));
    commands.put("cancel", () -> new CancelCommand(shell));
    commands.put("retry", () -> new RetryCommand(shell));
    commands.put("artifacts", () -> new ArtifactsCommand(shell));
    commands.put("download", () -> new DownloadCommand(shell));
    commands.put("previews", () -> new PreviewsCommand(shell));
    commands.put("rollback", () -> new RollbackCommand(shell));
    commands.put(
        "queue",
        () ->
            new CommandLine(new QueueCommand(shell))
                .addSubcommand("simulate", new SimulateCommand(shell)));
    commands.put("stats", () -> new StatsCommand(shell));
    commands.put("pause", () -> new PauseCommand(shell));
    commands.put("resume", () -> new ResumeCommand(shell));
    commands.put("pauses", () -> new PausesCommand(shell));
    commands.put("quota", () -> QuotaCommand.commandLine(shell));
    commands.put("dlq", () -> DlqCommand.commandLine(shell));
    commands.put("tenant", () -> TenantCommand.commandLine(shell));
    commands.put("project", () -> ProjectCommand.commandLine(shell));
    commands.put("chat", () -> ChatCommand.commandLine(shell));
    commands.put("coordinators", () -> new CoordinatorsCommand(shell));
    commands.put("verify", () -> new VerifyCommand(shell));
    commands.put("completion", () -> new CompletionCommand(shell));
    return commands;
  }

  private static CommandLine commandLine(Shell shell, Map<String, Supplier<Object>> commands) {
    CommandLine commandLine = new CommandLine(new Slipway());
    commands.forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
    commandLine.addSubcommand(new CommandLine.HelpCommand());
    ProblemPrinter problems = new ProblemPrinter("1".equals(shell.variable("SLIPWAY_DEBUG")));
    withHelp(commandLine.getCommandSpec());
    return commandLine
        .setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(
            Help.defaultColorScheme(
                shell.colours() && shell.outIsTerminal() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setHelpFactory(VariableHelp::new)
        .setDefaultValueProvider(new Variables(shell))
        .setExecutionExceptionHandler(problems)
        .setParameterExceptionHandler(problems)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(Math.min(Math.max(shell.columns(), 80), 120));
  }

  private static void withHelp(CommandSpec command) {
    command
        .mixinStandardHelpOptions(true)
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.forHelp());
    command.subcommands().values().forEach(sub -> withHelp(sub.getCommandSpec()));
  }

  /** No command: says which there are. */
  @Override
  public Integer call() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "name a command, such as demo or submit");
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Slipway.class.getPackage().getImplementationVersion();
      return new String[] {"slipway " + (version == null ? "(not packaged)" : version)};
    }
  }
}
