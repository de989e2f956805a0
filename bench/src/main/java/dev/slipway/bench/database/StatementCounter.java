package dev.slipway.bench.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What the server did, by pg_stat_statements; its own questions are left out. */
public final class StatementCounter implements AutoCloseable {
  private final Connection connection;
  private final StatementRepository statements;

  private StatementCounter(Connection connection) {
    this.connection = connection;
    this.statements = new StatementRepository(connection);
  }

  /** Of a database that was started with it. */
  public static StatementCounter on(BenchDatabase database) throws SQLException {
    return new StatementCounter(database.connect());
  }

  /** Begins to count from 0. */
  public void reset() throws SQLException {
    statements.reset();
  }

  /** Statements that ended since the reset, as the extension counts them: BEGIN too. */
  public long calls() throws SQLException {
    return statements.calls();
  }

  /** How long the server worked on statements since the reset; without BEGIN and COMMIT. */
  public Duration serverTime() throws SQLException {
    return statements.serverTime();
  }

  /** The dearest statements, one line each: calls, milliseconds in all, the text's beginning. */
  public List<String> top(int most) throws SQLException {
    return statements.top(most);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
