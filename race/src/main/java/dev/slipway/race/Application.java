package dev.slipway.race;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code race}, {@code mutants} and {@code crash-points}. Exit codes: 0 good, 1 not, 2 the command
 * line is wrong.
 */
@Command(
    name = "slipway-race",
    mixinStandardHelpOptions = true,
    subcommands = {
      RaceCommand.class,
      MutantsCommand.class,
      CrashPointsCommand.class,
      LinkMatrixCommand.class
    })
public final class Application {
  private Application() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Application()).execute(args));
  }
}
