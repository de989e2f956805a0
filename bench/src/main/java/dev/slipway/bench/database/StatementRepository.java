package dev.slipway.bench.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads pg_stat_statements. */
record StatementRepository(Connection connection) {

  void reset() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT pg_stat_statements_reset()");
    }
  }

  long calls() throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT CAST(coalesce(sum(calls), 0) AS bigint)
                  FROM pg_stat_statements
                 WHERE query NOT LIKE '%pg_stat_statements%'
                """)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  Duration serverTime() throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT CAST(coalesce(sum(1000000 * total_exec_time), 0) AS bigint)
                  FROM pg_stat_statements
                 WHERE query NOT LIKE '%pg_stat_statements%'
                   AND query NOT IN ('BEGIN', 'COMMIT')
                """)) {
      rows.next();
      return Duration.ofNanos(rows.getLong(1));
    }
  }

  List<String> top(int most) throws SQLException {
    var lines = new ArrayList<String>();
    try (var select =
        connection.prepareStatement(
            """
            SELECT format('%s calls, %s ms: %s',
                          calls,
                          round(CAST(total_exec_time AS numeric), 1),
                          left(regexp_replace(query, '\\s+', ' ', 'g'), 120))
              FROM pg_stat_statements
             WHERE query NOT LIKE '%pg_stat_statements%'
             ORDER BY total_exec_time DESC
             LIMIT ?
            """)) {
      select.setInt(1, most);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      }
    }
    return lines;
  }
}
