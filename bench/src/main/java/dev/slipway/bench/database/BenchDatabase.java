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
  private final String name;

  private BenchDatabase(EmbeddedDatabase server, String name) {
    this.server = server;
    this.name = name;
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
    try (var small = of(EmbeddedDatabase.start(folder, cacheDir));
        var connection = small.connect()) {
      var settings = new SettingsRepository(connection);
      settings.makeRoom();
      if (countStatements) {
        settings.preloadStatementCounter();
      }
    }
    // The settings above are read at the start only.
    var database = of(EmbeddedDatabase.start(folder, cacheDir));
    if (countStatements) {
      try (var connection = database.connect()) {
        new SettingsRepository(connection).createStatementCounter();
      }
    }
    return database;
  }

  private static BenchDatabase of(EmbeddedDatabase server) {
    return new BenchDatabase(server, "");
  }

  /**
   * Makes another database on the same server: two queues that share the disk and nothing else, not
   * even the lock of dispatch. Closing it stops nothing.
   *
   * @param name of letters, not yet there
   */
  public BenchDatabase another(String name) throws SQLException {
    try (var connection = connect()) {
      new SettingsRepository(connection).createDatabase(name);
    }
    return new BenchDatabase(server, name);
  }

  /** What tells it from the others of its server; empty for the first. */
  public String name() {
    return name;
  }

  /** How everybody reaches it: a JDBC URL with the user and the password of this one run. */
  public String url() {
    Map<String, Object> dataSource = server.dataSource();
    var url = String.valueOf(dataSource.get("datasources.default.url"));
    return (name.isEmpty() ? url : url.substring(0, url.lastIndexOf('/') + 1) + name)
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

  /** Stops the server, unless it is another's. Its folder stays. */
  @Override
  public void close() {
    if (name.isEmpty()) {
      server.close();
    }
  }

  private static String encoded(@Nullable Object text) {
    return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
  }
}
