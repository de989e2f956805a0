package dev.slipway.race;

import dev.slipway.race.mutant.Mutants;
import dev.slipway.race.mutant.Trials;
import dev.slipway.race.plan.Plan;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code e2e/mutants}: whether every seeded bug is caught. */
@Command(
    name = "mutants",
    description = "Races coordinators with one seeded bug each; every bug has to be caught.",
    mixinStandardHelpOptions = true)
final class MutantsCommand implements Callable<Integer> {
  @Option(
      names = "--builds",
      paramLabel = "N",
      defaultValue = "300",
      description = "Builds of each race (default ${DEFAULT-VALUE}).")
  private int builds;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Only these mutants (default: all).")
  private List<String> only = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of what the clients draw (default ${DEFAULT-VALUE}).")
  private long seed;

  /** Prints a line for each mutant and the last line. 0: all caught; 1: not, or no race. */
  @Override
  public Integer call() throws Exception {
    var trials = new Trials(Folders.target().resolve("mutants"), Plan.narrow(builds, seed));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(trials), "stop"));
    try (trials) {
      return judgeOrSayWhyNot(trials);
    }
  }

  /** What fails while the trials are still open is told: afterwards it fails because they end. */
  private int judgeOrSayWhyNot(Trials trials) {
    try {
      return judge(trials);
    } catch (Exception e) {
      if (!trials.closing()) {
        System.err.println("mutants: could not be run to the end: " + e);
        e.printStackTrace();
      }
      return 1;
    }
  }

  private int judge(Trials trials) throws Exception {
    var control = trials.control();
    System.out.println(
        control.caught()
            ? "without a mutant: NOT GOOD: " + control
            : "without a mutant: no violation after " + control.builds() + " builds");
    int mutants = 0;
    int caught = 0;
    for (var mutant : Mutants.all()) {
      if (only.isEmpty() || only.contains(mutant.name())) {
        var verdict = trials.trial(mutant);
        System.out.println(verdict);
        mutants++;
        caught += verdict.caught() ? 1 : 0;
      }
    }
    System.out.println("mutants " + mutants + " caught " + (control.caught() ? 0 : caught));
    return !control.caught() && caught == mutants && mutants > 0 ? 0 : 1;
  }

  private static void end(Trials trials) {
    try {
      trials.close();
    } catch (Exception e) {
      System.err.println("mutants: while ending: " + e);
    }
  }
}
