package dev.slipway.race.mutant;

import java.util.List;

/**
 * A coordinator with one bug that was put there on purpose.
 *
 * @param name in lower case with hyphens
 * @param rewrites of its statements; each must be used at least once in a race
 * @param statements that are run in the database before the first build, such as a constraint that
 *     is taken away
 * @param bean whether a bean of the coordinator is replaced by one that wants this name
 */
public record Mutant(String name, List<Rewrite> rewrites, List<String> statements, boolean bean) {
  public Mutant {
    rewrites = List.copyOf(rewrites);
    statements = List.copyOf(statements);
  }

  /** The property that such a bean looks at. */
  public static final String PROPERTY = "slipway.race.mutant";

  static Mutant of(String name, Rewrite... rewrites) {
    return new Mutant(name, List.of(rewrites), List.of(), false);
  }

  Mutant after(String... more) {
    return new Mutant(name, rewrites, List.of(more), bean);
  }
}
