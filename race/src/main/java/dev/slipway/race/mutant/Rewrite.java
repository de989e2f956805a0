package dev.slipway.race.mutant;

/**
 * A seeded bug in the text of a statement.
 *
 * @param statement a part of the text that only this statement has
 * @param from what is replaced; must stand in the statement exactly once
 */
public record Rewrite(String statement, String from, String to) {

  /** Whether this is the statement. */
  boolean concerns(String sql) {
    return sql.contains(statement);
  }

  /**
   * The statement with the bug.
   *
   * @throws IllegalStateException when the code has changed and the bug no longer fits it
   */
  String apply(String sql) {
    int at = sql.indexOf(from);
    if (at < 0 || sql.indexOf(from, at + 1) >= 0) {
      throw new IllegalStateException(
          "\"%s\" does not stand exactly once in:%n%s".formatted(from, sql));
    }
    return sql.substring(0, at) + to + sql.substring(at + from.length());
  }
}
