package dev.slipway.race.field;

import java.sql.Connection;
import java.sql.SQLException;

/** The race's own look at the database. */
record FieldRepository(Connection connection) {

  /**
   * How far the queue is.
   *
   * @param unended builds that wait or are active
   */
  record Progress(long unended, long ended) {}

  Progress progress() throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT (SELECT count(*) FROM build_waiting) + (SELECT count(*) FROM build_active) AS unended,
                       (SELECT count(*) FROM build_ended) AS ended
                """)) {
      row.next();
      return new Progress(row.getLong("unended"), row.getLong("ended"));
    }
  }

  /** Makes a database in the same server. */
  void createDatabase(String name) throws SQLException {
    run(
        "CREATE DATABASE "
            + connection.unwrap(org.postgresql.PGConnection.class).escapeIdentifier(name));
  }

  /** Runs what a mutant needs in the database. */
  void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
