package dev.slipway.coordinator;

import dev.slipway.coordinator.embedded.CoordinatorCommand;
import dev.slipway.coordinator.embedded.StartFailure;
import dev.slipway.coordinator.embedded.UpCommand;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The coordinator's command line. A failure is one line on standard error, never a stack trace. */
@Command(
    name = "slipway-coordinator",
    description = "Keeps a queue of builds, runs them, tells how they go.",
    mixinStandardHelpOptions = true,
    subcommands = {UpCommand.class, CoordinatorCommand.class})
public final class Application {
  private Application() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Application())
            .setParameterExceptionHandler(Application::badOption)
            .setExecutionExceptionHandler(Application::failed)
            .execute(args.length == 0 ? new String[] {"--help"} : args));
  }

  private static int badOption(ParameterException failure, String[] args) {
    CommandLine line = failure.getCommandLine();
    say(
        line.getErr(),
        String.valueOf(failure.getMessage()).replaceFirst("\\.?$", ".")
            + " See "
            + line.getCommandName()
            + " --help.");
    return ExitCode.USAGE;
  }

  private static int failed(Exception failure, CommandLine line, ParseResult parsed) {
    String message =
        failure instanceof StartFailure ? failure.getMessage() : "Unexpected: " + failure;
    say(line.getErr(), message);
    return ExitCode.SOFTWARE;
  }

  private static void say(PrintWriter err, @Nullable String message) {
    err.println("slipway: " + String.valueOf(message).replaceAll("\\R+", " "));
    err.flush();
  }
}
