package dev.slipway.race;

import dev.slipway.race.plan.Plan;
import dev.slipway.race.run.Outcome;
import dev.slipway.race.run.RaceRun;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code e2e/race}: the race test alone. */
@Command(
    name = "race",
    description = "Kills coordinators while they dispatch, and judges what they did.",
    mixinStandardHelpOptions = true)
final class RaceCommand implements Callable<Integer> {
  @Option(
      names = "--builds",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Builds that have to end at least (default ${DEFAULT-VALUE}).")
  private int builds;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "20",
      description = "Coordinators that are killed with -9 (default ${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of what the clients draw (default: a new one, which is printed).")
  private @Nullable Long seed;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "Keep the history here, also of a good race. The folder is emptied before"
              + " (default: race/target/history, only when a rule is broken).")
  private @Nullable Path keep;

  /** Prints the checker's table and the last line. 0: no violation; 1: some, or no race. */
  @Override
  public Integer call() throws Exception {
    if (builds < 1 || kills < 0) {
      System.err.println("race: give 1 build or more, and 0 kills or more");
      return 2;
    }
    long drawn = seed == null ? System.nanoTime() & 0xffff_ffffL : seed;
    var history = keep == null ? Folders.target().resolve("history") : keep.toAbsolutePath();
    say("seed " + drawn);
    var run =
        new RaceRun(
            Plan.race(builds, kills, drawn),
            Folders.target().resolve("race"),
            history,
            RaceCommand::say);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(run), "stop"));
    try {
      var outcome = run.run();
      run.close();
      print(outcome, drawn);
      if (outcome.violations() == 0 && keep == null) {
        RaceRun.clear(history);
      } else {
        say("the history is in " + history + "; seed " + drawn);
      }
      // Nothing comes after it.
      System.out.printf(
          Locale.ROOT,
          "builds %d kills %d violations %d%n",
          outcome.builds(),
          outcome.kills(),
          outcome.violations());
      return outcome.violations() == 0 ? 0 : 1;
    } catch (Exception e) {
      if (!run.closing()) {
        say("the race could not be run to its end: " + e);
        e.printStackTrace();
        say("what it wrote is in " + history + "; seed " + drawn);
      }
      return 1;
    }
  }

  private static void print(Outcome outcome, long seed) {
    System.out.println(outcome.report());
    if (outcome.unended() > 0) {
      System.out.println(outcome.unended() + " builds never ended");
    }
    System.out.println("seed " + seed);
  }

  private static void end(RaceRun run) {
    try {
      run.close();
    } catch (Exception e) {
      say("while ending: " + e);
    }
  }

  private static void say(String line) {
    System.err.println("race: " + line);
  }
}
