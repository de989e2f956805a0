package dev.slipway.bench.baseline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Rows of about 100 bytes, read by their key. For one client. */
final class KeyReadRepository implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement byKey;

  KeyReadRepository(Connection connection) throws SQLException {
    this.connection = connection;
    this.byKey =
        connection.prepareStatement(
            """
            SELECT payload
              FROM limit_read
             WHERE id = ?
            """);
  }

  /** Makes the table with this many rows, whose keys count from 1; keeps one that is there. */
  static void createTable(Connection connection, int rows) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS limit_read (
            id      bigint PRIMARY KEY,
            payload text   NOT NULL
          )
          """);
    }
    try (var fill =
        connection.prepareStatement(
            """
            INSERT INTO limit_read (id, payload)
            SELECT id, repeat('x', 64)
              FROM generate_series(1, ?) AS id
                ON CONFLICT DO NOTHING
            """)) {
      fill.setInt(1, rows);
      fill.execute();
    }
    try (var statement = connection.createStatement()) {
      statement.execute("VACUUM ANALYZE limit_read");
    }
  }

  /** Reads one row; returns 1. */
  int read(long id) throws SQLException {
    byKey.setLong(1, id);
    try (var rows = byKey.executeQuery()) {
      return rows.next() ? 1 : 0;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
