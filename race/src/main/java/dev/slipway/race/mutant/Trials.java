package dev.slipway.race.mutant;

import dev.slipway.race.field.Field;
import dev.slipway.race.field.Server;
import dev.slipway.race.plan.Plan;
import dev.slipway.race.run.Outcome;
import dev.slipway.race.run.Race;
import dev.slipway.race.run.RaceRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Short races of mutants, one after the other, each in a new database of one server and with all
 * its coordinators in this process. One at a time in a JVM.
 */
public final class Trials implements AutoCloseable {
  /** What a repeated request meets, and is answered by a look at the first one. */
  private static final Set<String> USUAL = Set.of("build_request_once");

  private static final int RACES_MAX = 5;

  private final Path folder;
  private final Plan plan;
  private final Set<String> usual = new HashSet<>(USUAL);
  private @Nullable Server server;
  private @Nullable Field field;
  private int trials;
  private boolean closing;

  /**
   * Starts nothing yet.
   *
   * @param folder emptied before and after
   */
  public Trials(Path folder, Plan plan) {
    this.folder = folder;
    this.plan = plan;
  }

  /**
   * Races the coordinator as it is, which has to be flawless: else no mutant shows anything.
   *
   * @throws Exception when the race itself fails
   */
  public Verdict control() throws Exception {
    var verdict = race(Mutants.none(), plan);
    usual.addAll(verdict.refused());
    return new Verdict("none", verdict.builds(), verdict.unended(), verdict.broken(), Set.of());
  }

  /**
   * Races a mutant until it is caught, each time twice as long with other draws: what some of them
   * break shows only when certain builds meet. At most {@value #RACES_MAX} times.
   *
   * @throws IllegalStateException when it no longer fits the coordinator's code
   * @throws Exception when the race itself fails
   */
  public Verdict trial(Mutant mutant) throws Exception {
    var longer = plan;
    var verdict = race(mutant, longer);
    for (int races = 1; !verdict.caught() && races < RACES_MAX; races++) {
      longer = longer.twiceAsLong();
      verdict = race(mutant, longer);
    }
    return verdict;
  }

  private Verdict race(Mutant mutant, Plan plan) throws Exception {
    var name = "trial_" + ++trials;
    var postgres = server();
    var history = history(mutant);
    RaceRun.clear(history);
    Files.createDirectories(history);
    Seeded.begin(mutant);
    Outcome outcome;
    try (var opened =
        keep(
            new Field(
                plan,
                postgres.resolve("coordinators"),
                history,
                postgres.createDatabase(name),
                properties(mutant)))) {
      opened.start();
      opened.run(mutant.statements());
      outcome = new Race(plan, opened, history, _ -> {}).run();
    }
    var refused = new HashSet<>(Seeded.refusals());
    var misfit = Seeded.end();
    if (misfit != null) {
      throw new IllegalStateException(mutant.name() + " does not fit any more: " + misfit);
    }
    refused.removeAll(usual);
    return new Verdict(
        mutant.name(), outcome.builds(), outcome.unended(), outcome.report().broken(), refused);
  }

  /** Where a mutant's history stays until its next race. */
  public Path history(Mutant mutant) {
    return folder.resolveSibling(folder.getFileName() + "-history").resolve(mutant.name());
  }

  private static Map<String, String> properties(Mutant mutant) {
    return Map.of(
        "datasources.default.driver-class-name",
        MutantDriver.class.getName(),
        Mutant.PROPERTY,
        mutant.name());
  }

  private synchronized Server server() throws Exception {
    if (closing) {
      throw new IllegalStateException("the trials are ending");
    }
    if (server == null) {
      server = Server.start(folder);
    }
    return server;
  }

  private synchronized Field keep(Field opened) throws Exception {
    if (closing) {
      opened.close();
      throw new IllegalStateException("the trials are ending");
    }
    field = opened;
    return opened;
  }

  /** Whether the end has begun: what fails then fails because of it. */
  public synchronized boolean closing() {
    return closing;
  }

  @Override
  public synchronized void close() throws Exception {
    closing = true;
    if (field != null) {
      field.close();
      field = null;
    }
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
