package dev.slipway.bench.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** The server's own settings. */
record SettingsRepository(Connection connection) {

  static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url);
  }

  /** Room for the benches' connections and tables; read at the next start of the server. */
  void makeRoom() throws SQLException {
    run("CREATE SCHEMA bench");
    run("ALTER SYSTEM SET max_connections = 200");
    run("ALTER SYSTEM SET shared_buffers = '1GB'");
    // No checkpoint falls into a window by chance: it would hit one side only.
    run("ALTER SYSTEM SET max_wal_size = '8GB'");
    run("ALTER SYSTEM SET checkpoint_timeout = '30min'");
  }

  /** Makes a database of this name. */
  void createDatabase(String name) throws SQLException {
    var quoted = connection.unwrap(PGConnection.class).escapeIdentifier(name);
    run("CREATE DATABASE " + quoted);
  }

  /** Has the server load pg_stat_statements at its next start. */
  void preloadStatementCounter() throws SQLException {
    run("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
  }

  /** Makes its view. */
  void createStatementCounter() throws SQLException {
    run("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
  }

  String show(String name) throws SQLException {
    try (var show = connection.prepareStatement("SELECT current_setting(?)")) {
      show.setString(1, name);
      try (var rows = show.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  private void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
