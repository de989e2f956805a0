package dev.slipway.race.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.race.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MutantsTest {
  private static final int BUILDS = 200;

  @Test
  void everyMutantIsCaughtAndTheCoordinatorItselfIsNot() throws Exception {
    long seed = System.nanoTime() & 0xffff_ffffL;
    System.out.println("seed " + seed);

    try (var trials =
        new Trials(Path.of("target", "mutants").toAbsolutePath(), Plan.narrow(BUILDS, seed))) {
      var control = trials.control();
      System.out.println(control);
      var verdicts = new ArrayList<Verdict>();
      for (var mutant : Mutants.all()) {
        verdicts.add(trials.trial(mutant));
        System.out.println(verdicts.getLast());
      }

      assertThat(control.caught()).as(control.toString()).isFalse();
      assertThat(control.builds()).isGreaterThanOrEqualTo(BUILDS);
      assertThat(verdicts).allMatch(Verdict::caught);
      System.out.println("mutants " + verdicts.size() + " caught " + verdicts.size());
    }
  }

  @Test
  void mutantsHaveNamesOfTheirOwn() {
    var names = Mutants.all().stream().map(Mutant::name).toList();

    assertThat(names).hasSizeGreaterThanOrEqualTo(10);
    assertThat(new HashSet<>(names)).hasSameSizeAs(names);
  }

  @Test
  void aBugThatNoLongerFitsTheStatementIsRefused() {
    var rewrite = new Rewrite("FROM queue", "x > 1", "x > 2");

    assertThat(rewrite.apply("SELECT * FROM queue WHERE x > 1"))
        .isEqualTo("SELECT * FROM queue WHERE x > 2");
    assertThatThrownBy(() -> rewrite.apply("SELECT * FROM queue"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> rewrite.apply("FROM queue WHERE x > 1 OR x > 1"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBugWhoseStatementIsNeverUsedIsTold() {
    Seeded.begin(Mutant.of("unused", new Rewrite("FROM queue", "a", "b")));

    assertThat(Seeded.sql("SELECT 1")).isEqualTo("SELECT 1");

    assertThat(Seeded.end()).contains("FROM queue");
    assertThat(Seeded.sql("SELECT a FROM queue")).isEqualTo("SELECT a FROM queue");
  }

  @Test
  void aRaceThatShowedNothingDidNotCatchTheMutant() {
    var missed = new Verdict("missed", 10, 0, List.of(), Set.of());
    var stuck = new Verdict("stuck", 10, 2, List.of(), Set.of());

    assertThat(missed.caught()).isFalse();
    assertThat(missed.toString()).contains("MISSED");
    assertThat(stuck.caught()).isTrue();
    assertThat(stuck.toString()).contains("2 builds never ended");
  }
}
