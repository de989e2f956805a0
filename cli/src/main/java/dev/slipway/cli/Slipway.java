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
import java.util.Objects;
import java.util.concurrent.Callable;
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
    System.exit(commandLine(Shell.ofProcess()).execute(args));
  }

  /** All commands, in these surroundings. */
  static CommandLine commandLine(Shell shell) {
    CommandLine commandLine =
        new CommandLine(new Slipway())
            .addSubcommand("demo", new DemoCommand(shell))
            .addSubcommand("up", new UpCommand())
            .addSubcommand("coordinator", new CoordinatorCommand())
            .addSubcommand("submit", new SubmitCommand(shell))
            .addSubcommand("watch", new WatchCommand(shell))
            .addSubcommand("logs", new LogsCommand(shell))
            .addSubcommand("get", new GetCommand(shell))
            .addSubcommand("list", new ListCommand(shell))
            .addSubcommand("explain", new ExplainCommand(shell))
            .addSubcommand("attempts", new AttemptsCommand(shell))
            .addSubcommand("update", new UpdateCommand(shell))
            .addSubcommand("cancel", new CancelCommand(shell))
            .addSubcommand("retry", new RetryCommand(shell))
            .addSubcommand("artifacts", new ArtifactsCommand(shell))
            .addSubcommand("download", new DownloadCommand(shell))
            .addSubcommand("previews", new PreviewsCommand(shell))
            .addSubcommand("rollback", new RollbackCommand(shell))
            .addSubcommand(
                "queue",
                new CommandLine(new QueueCommand(shell))
                    .addSubcommand("simulate", new SimulateCommand(shell)))
            .addSubcommand("stats", new StatsCommand(shell))
            .addSubcommand("pause", new PauseCommand(shell))
            .addSubcommand("resume", new ResumeCommand(shell))
            .addSubcommand("pauses", new PausesCommand(shell))
            .addSubcommand("quota", QuotaCommand.commandLine(shell))
            .addSubcommand("dlq", DlqCommand.commandLine(shell))
            .addSubcommand("tenant", TenantCommand.commandLine(shell))
            .addSubcommand("project", ProjectCommand.commandLine(shell))
            .addSubcommand("chat", ChatCommand.commandLine(shell))
            .addSubcommand("coordinators", new CoordinatorsCommand(shell))
            .addSubcommand("verify", new VerifyCommand(shell))
            .addSubcommand("completion", new CompletionCommand(shell))
            .addSubcommand(new CommandLine.HelpCommand());
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
