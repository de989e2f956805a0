package dev.slipway.race;

import dev.slipway.race.crash.CrashRun;
import dev.slipway.race.plan.Plan;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code e2e/crash-points}: whether every point can be hurt in every way and nothing breaks. */
@Command(
    name = "crash-points",
    description =
        "Breaks and stops coordinators before and after each commit and each answer, one after the"
            + " other.",
    mixinStandardHelpOptions = true)
final class CrashPointsCommand implements Callable<Integer> {
  @Option(
      names = "--only",
      split = ",",
      paramLabel = "POINT",
      description = "Only these points (default: all of the list).")
  private List<String> only = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often each point is hurt in each way (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of what the clients draw (default ${DEFAULT-VALUE}).")
  private long seed;

  /** Prints what was missed or broken and the last line. 0: every fault happened, nothing broke. */
  @Override
  public Integer call() throws Exception {
    var points = only.isEmpty() ? CrashRun.points() : only;
    int faults = 0;
    long violations = 0;
    int missed = 0;
    for (int round = 0; round < rounds; round++) {
      var folder = Folders.target().resolve("crash-points");
      try (var run =
          new CrashRun(
              Plan.hurt(seed + round),
              folder,
              folder.resolveSibling("crash-points-history"),
              System.out::println)) {
        var result = run.run(points);
        faults += result.faults();
        violations += result.outcome().violations();
        missed += result.missed().size() + result.unlisted().size();
        result.missed().forEach(point -> System.out.println("MISSED " + point));
        result.unlisted().forEach(point -> System.out.println("NOT LISTED " + point));
        System.out.println(result.outcome().report());
      }
    }
    System.out.println(
        "points %d faults %d violations %d".formatted(points.size(), faults, violations));
    return violations == 0 && missed == 0 && faults > 0 ? 0 : 1;
  }
}
