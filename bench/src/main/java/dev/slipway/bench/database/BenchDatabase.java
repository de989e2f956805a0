package dev.slipway.bench.database;

import dev.slipway.coordinator.embedded.EmbeddedDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The product's embedded Postgres, durable as ever, with room for a bench: more connections,
 * buffers and WAL than one small coordinator needs. Both sides of a comparison use the same one.
 */
public final class BenchDatabase implements AutoCloseable {
  private final EmbeddedDatabase server;

  private BenchDatabase(EmbeddedDatabase server) {
    this.server = server;
  }

  /**
   * Makes and starts it: some seconds.
   *
   * @param folder its data folder; must not exist
   * @param cacheDir where the Postgres programs are unpacked on first use
   * @param countStatements whether it has pg_stat_statements, which costs each statement a little
   */
  public static BenchDatabase start(Path folder, Path cacheDir, boolean countStatements)
      throws SQLException {
    try (var small = new BenchDatabase(EmbeddedDatabase.start(folder, cacheDir));
        var connection = small.connect()) {
      var settings = new SettingsRepository(connection);
      settings.makeRoom();
      if (countStatements) {
        settings.preloadStatementCounter();
      }
    }
    // The settings above are read at the start only.
    var database = new BenchDatabase(EmbeddedDatabase.start(folder, cacheDir));
    if (countStatements) {
      try (var connection = database.connect()) {
        new SettingsRepository(connection).createStatementCounter();
      }
    }
    return database;
  }

  /** How everybody reaches it: a JDBC URL with the user and the password of this one run. */
  public String url() {
    Map<String, Object> dataSource = server.dataSource();
    return dataSource.get("datasources.default.url")
        + "?user="
        + encoded(dataSource.get("datasources.default.username"))
        + "&password="
        + encoded(dataSource.get("datasources.default.password"));
  }

  /**
   * A new connection in autocommit, with each statement prepared at its first use, as {@code
   * pgbench -M prepared} does. Tables are made in the schema {@code bench}: Slipway's own schema is
   * its own. The caller closes it.
   */
  public Connection connect() throws SQLException {
    return SettingsRepository.connect(url() + "&prepareThreshold=1&currentSchema=bench,public");
  }

  /** How a setting stands in the running server, as {@code SHOW} tells it. */
  public String setting(String name) throws SQLException {
    try (var connection = connect()) {
      return new SettingsRepository(connection).show(name);
    }
  }

  /** Stops the server. Its folder stays. */
  @Override
  public void close() {
    server.close();
  }

  private static String encoded(@Nullable Object text) {
    return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
  }
}
