package dev.slipway.checker.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** The audit table of one database. */
public final class AuditRepository {
  /** Rows fetched at a time: about 1 kB each. */
  private static final int FETCH = 1_000;

  private final Connection connection;

  /**
   * @param connection as an owner of the queue's tables; not closed here
   */
  public AuditRepository(Connection connection) {
    this.connection = connection;
  }

  /**
   * Installs the table and its triggers, and writes down tenants, chats, limits and pauses that are
   * there already. Commits if the connection does by itself.
   *
   * @throws SQLException when there are builds already, or the audit itself
   */
  public void install() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(resource("audit.sql"));
    }
  }

  /**
   * Writes all of it to a file, in order, one JSON object a line. Blocks; meant for a run at rest.
   *
   * @return the number of lines
   */
  public long dump(Path file) throws SQLException, IOException {
    boolean autoCommit = connection.getAutoCommit();
    // pgjdbc reads in portions only inside a transaction.
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement();
        var writer = Files.newBufferedWriter(file)) {
      statement.setFetchSize(FETCH);
      long lines = 0;
      try (var rows = statement.executeQuery(resource("dump.sql"))) {
        while (rows.next()) {
          writer.write(rows.getString(1));
          writer.write('\n');
          lines++;
        }
      }
      return lines;
    } finally {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    }
  }

  private static String resource(String name) {
    try (InputStream stream = AuditRepository.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " cannot be read", e);
    }
  }
}
