package dev.slipway.race.field;

import dev.slipway.bench.database.BenchDatabase;
import dev.slipway.bench.database.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The durable Postgres of one or more races. */
public final class Server implements AutoCloseable {
  private final WorkFolder folder;
  private final BenchDatabase database;

  private Server(WorkFolder folder, BenchDatabase database) {
    this.folder = folder;
    this.database = database;
  }

  /**
   * Starts it: some seconds.
   *
   * @param root emptied before and after; one race at a time may have it
   */
  public static Server start(Path root) throws IOException, SQLException {
    var folder = WorkFolder.open(root, cacheDir());
    try {
      return new Server(folder, BenchDatabase.start(folder.postgres(), cacheDir(), false));
    } catch (RuntimeException | SQLException e) {
      folder.close();
      throw e;
    }
  }

  private static Path cacheDir() {
    var xdg = System.getenv("XDG_CACHE_HOME");
    return xdg != null && Path.of(xdg).isAbsolute()
        ? Path.of(xdg, "slipway")
        : Path.of(System.getProperty("user.home"), ".cache", "slipway");
  }

  /** How a setting of the running server stands. */
  public String setting(String name) throws SQLException {
    return database.setting(name);
  }

  /** The JDBC URL of a new, empty database in it. */
  public String createDatabase(String name) throws SQLException {
    try (var connection = DriverManager.getConnection(database.url())) {
      new FieldRepository(connection).createDatabase(name);
    }
    return database.url().replaceFirst("/[^/?]*\\?", "/" + name + "?");
  }

  /** A folder for what goes with the server. */
  public Path resolve(String name) {
    return folder.resolve(name);
  }

  /** Stops it and deletes everything. A second call does nothing. */
  @Override
  public synchronized void close() throws IOException {
    database.close();
    folder.close();
  }
}
