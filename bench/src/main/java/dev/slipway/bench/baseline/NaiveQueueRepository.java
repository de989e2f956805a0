package dev.slipway.bench.baseline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The queue that everybody writes first: one table, SKIP LOCKED. For one client. */
final class NaiveQueueRepository implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement claim;
  private final PreparedStatement complete;

  NaiveQueueRepository(Connection connection) throws SQLException {
    this.connection = connection;
    this.insert =
        connection.prepareStatement(
            """
            INSERT INTO naive_job (priority)
            VALUES (?)
            """);
    this.claim =
        connection.prepareStatement(
            """
            UPDATE naive_job
               SET state = 1
             WHERE id = (SELECT id
                           FROM naive_job
                          WHERE state = 0
                          ORDER BY priority, id
                            FOR UPDATE SKIP LOCKED
                          LIMIT 1)
            RETURNING id
            """);
    this.complete =
        connection.prepareStatement(
            """
            UPDATE naive_job
               SET state = 2
             WHERE id = ?
            """);
  }

  static void createTable(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS naive_job (
            id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            state    smallint    NOT NULL DEFAULT 0,
            priority smallint    NOT NULL,
            created  timestamptz NOT NULL DEFAULT now()
          )
          """);
      statement.execute(
          """
          CREATE INDEX IF NOT EXISTS naive_job_waiting ON naive_job (priority, id)
           WHERE state = 0
          """);
    }
  }

  /** So many waiting jobs of four priorities and nothing else, as fresh as after a vacuum. */
  static void refill(Connection connection, int jobs) throws SQLException {
    try (var statement = connection.createStatement();
        var fill =
            connection.prepareStatement(
                """
                INSERT INTO naive_job (priority)
                SELECT n % 4
                  FROM generate_series(1, ?) AS n
                """)) {
      statement.execute("TRUNCATE naive_job");
      fill.setInt(1, jobs);
      fill.executeUpdate();
      statement.execute("VACUUM ANALYZE naive_job");
    }
  }

  /** Adds one job, committed durably. */
  void insert() throws SQLException {
    insert.setInt(1, 0);
    insert.executeUpdate();
  }

  /**
   * Takes the best job, committed durably, and tells its id.
   *
   * @throws IllegalStateException when none waits: the table was filled with too few
   */
  long claim() throws SQLException {
    try (var rows = claim.executeQuery()) {
      if (!rows.next()) {
        throw new IllegalStateException("no job waits: fill in more for a window of this length");
      }
      return rows.getLong(1);
    }
  }

  /** Ends a job, committed durably. */
  void complete(long id) throws SQLException {
    complete.setLong(1, id);
    complete.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
