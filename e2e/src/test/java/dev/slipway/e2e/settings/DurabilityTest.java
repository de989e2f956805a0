package dev.slipway.e2e.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Folders;
import dev.slipway.e2e.Slipway;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The library that brings Postgres turns durability off for the speed of tests; Slipway must not.
 */
class DurabilityTest {

  @AutoClose private static Slipway slipway;

  @BeforeAll
  static void start() {
    slipway = Slipway.up();
  }

  @Test
  void whatIsCommittedIsOnTheDisk() throws SQLException {
    try (var connection = connect()) {
      assertThat(show(connection, "fsync")).isEqualTo("on");
      assertThat(show(connection, "synchronous_commit")).isEqualTo("on");
      assertThat(show(connection, "full_page_writes")).isEqualTo("on");
    }
  }

  @Test
  void onlyThisMachineReachesIt() throws SQLException {
    try (var connection = connect()) {
      assertThat(show(connection, "listen_addresses")).isIn("localhost", "127.0.0.1");
    }
  }

  private static Connection connect() throws SQLException {
    var folder = slipway.sandbox().dataDir().resolve("postgres");
    var password = Folders.read(folder.resolve("slipway.password"));
    return DriverManager.getConnection(url(folder), "postgres", password);
  }

  /**
   * Line 4 of postmaster.pid is the port:
   * https://www.postgresql.org/docs/18/storage-file-layout.html
   */
  private static String url(Path folder) {
    var port =
        Folders.read(folder.resolve("postmaster.pid"))
            .lines()
            .skip(3)
            .findFirst()
            .orElseThrow()
            .strip();
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW " + setting)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
