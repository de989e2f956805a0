package dev.slipway.bench.database;

import java.sql.SQLException;

/** Questions of tests to the database. */
public final class TestRows {
  private TestRows() {}

  /** The one number that a query gives. */
  public static long number(BenchDatabase database, String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Runs a statement. */
  public static void run(BenchDatabase database, String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
