package dev.slipway.bench.baseline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/** Rows of about 100 bytes into a table with a key and nothing else. For one client. */
final class InsertRepository implements AutoCloseable {
  /** About what a small request weighs. */
  private static final String PAYLOAD = "x".repeat(64);

  private final Connection connection;
  private final PreparedStatement one;
  private final PreparedStatement many;

  InsertRepository(Connection connection) throws SQLException {
    this.connection = connection;
    this.one =
        connection.prepareStatement(
            """
            INSERT INTO limit_insert (chat, payload)
            VALUES (?, ?)
            """);
    this.many =
        connection.prepareStatement(
            """
            INSERT INTO limit_insert (chat, payload)
            SELECT chat, payload
              FROM unnest(CAST(? AS int[]), CAST(? AS text[])) AS t (chat, payload)
            """);
  }

  static void createTable(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS limit_insert (
            id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            chat    int         NOT NULL,
            created timestamptz NOT NULL DEFAULT now(),
            payload text        NOT NULL
          )
          """);
    }
  }

  /** Empties it, so that each window meets the same table. */
  static void clear(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("TRUNCATE limit_insert");
    }
  }

  /** One row, committed durably. */
  int insertOne(int chat) throws SQLException {
    one.setInt(1, chat);
    one.setString(2, PAYLOAD);
    return one.executeUpdate();
  }

  /** So many rows by one statement, committed durably. */
  int insertMany(int chat, int rows) throws SQLException {
    var chats = new int[rows];
    Arrays.fill(chats, chat);
    var payloads = new String[rows];
    Arrays.fill(payloads, PAYLOAD);
    many.setObject(1, chats);
    many.setArray(2, connection.createArrayOf("text", payloads));
    return many.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
