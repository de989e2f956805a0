package dev.slipway.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
  private static final Path CACHE = Folders.cache(System.getenv());

  private static Path made;
  @TempDir Path dataDir;
  private Path folder;

  @BeforeAll
  static void makeADatabaseOnce(@TempDir Path once) {
    made = once.resolve("postgres");
    EmbeddedDatabase.start(made, CACHE).close();
  }

  @BeforeEach
  void copyIt() throws Exception {
    folder = dataDir.resolve("postgres");
    var copy =
        new ProcessBuilder("cp", "-a", made.toString(), folder.toString()).inheritIO().start();
    assertThat(copy.waitFor()).isZero();
  }

  @AfterEach
  void endWhatIsLeft() {
    Postmaster.of(folder).ifPresent(Postmaster::end);
  }

  @Test
  void survivesAPowerCutByItsSettings() throws SQLException {
    try (var database = start();
        var connection = connect(database)) {
      assertThat(show(connection, "fsync")).isEqualTo("on");
      assertThat(show(connection, "synchronous_commit")).isEqualTo("on");
      assertThat(show(connection, "full_page_writes")).isEqualTo("on");
    }
  }

  @Test
  void isReachedFromThisMachineWithItsPasswordOnly() throws SQLException {
    try (var database = start();
        var connection = connect(database)) {
      String url = (String) database.dataSource().get("datasources.default.url");

      assertThat(show(connection, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(show(connection, "unix_socket_directories")).isEmpty();
      assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "guess"))
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void keepsWhatWasCommittedAcrossACleanStop() throws SQLException {
    try (var database = start()) {
      execute(database, "CREATE TABLE kept AS SELECT 1 AS n");
    }

    try (var database = start()) {
      execute(database, "INSERT INTO kept VALUES (2)");
    }
  }

  @Test
  void endsTheServerThatAKilledCoordinatorLeftAndKeepsItsData() throws SQLException {
    var leftBehind = start(); // never closed, as after kill -9
    execute(leftBehind, "CREATE TABLE kept AS SELECT 1 AS n");
    long pid = Postmaster.of(folder).orElseThrow().pid();

    try (var database = start()) {
      assertThat(Postmaster.of(folder).orElseThrow().pid()).isNotEqualTo(pid);
      execute(database, "INSERT INTO kept VALUES (2)");
    }
  }

  @Test
  void recoversAfterItsServerWasKilled() throws SQLException {
    var killed = start();
    execute(killed, "CREATE TABLE kept AS SELECT 1 AS n");
    ProcessHandle.of(Postmaster.of(folder).orElseThrow().pid()).orElseThrow().destroyForcibly();
    await().until(() -> Postmaster.of(folder).isEmpty());

    try (var database = start()) {
      execute(database, "INSERT INTO kept VALUES (2)");
    }
  }

  @Test
  void leavesAStrangerAloneThatHasThePidOfADeadServer() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      writePidFile(stranger.pid(), Instant.EPOCH.plusSeconds(1_000));

      try (var database = start();
          var connection = connect(database)) {
        assertThat(connection.isValid(5)).isTrue();
      }

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly().waitFor();
    }
  }

  @Test
  void leavesAStrangerAloneThatIsAsOldAsTheDeadServer() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      writePidFile(stranger.pid(), stranger.info().startInstant().orElseThrow());

      start().close();

      assertThat(stranger.waitFor(0, TimeUnit.SECONDS)).as("ended").isFalse();
    } finally {
      stranger.destroyForcibly().waitFor();
    }
  }

  @Test
  void refusesToStartBesideAProcessThatWorksInItsFolder() throws Exception {
    Process worker = new ProcessBuilder("sleep", "60").directory(folder.toFile()).start();
    try {
      writePidFile(worker.pid(), Instant.EPOCH.plusSeconds(1_000));

      assertThatThrownBy(this::start)
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("Process " + worker.pid() + " works in " + folder);
      assertThat(worker.isAlive()).isTrue();
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }

  @Test
  void startsOverWhenTheFirstStartWasCutInTheMiddle() throws Exception {
    Trees.delete(folder);
    Files.createDirectories(dataDir.resolve("postgres.new/base"));
    Files.writeString(dataDir.resolve("postgres.new/PG_VERSION"), "18\n");

    try (var database = start();
        var connection = connect(database)) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void saysWhatToDoAboutADataFolderOfAnOlderPostgres() throws Exception {
    Files.writeString(folder.resolve("PG_VERSION"), "15\n");

    assertThatThrownBy(this::start)
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("was made by Postgres 15, this is Postgres 18");
  }

  private EmbeddedDatabase start() {
    return EmbeddedDatabase.start(folder, CACHE);
  }

  private void writePidFile(long pid, Instant began) throws IOException {
    Files.write(
        folder.resolve("postmaster.pid"),
        List.of(Long.toString(pid), folder.toString(), Long.toString(began.getEpochSecond())));
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    var source = database.dataSource();
    return DriverManager.getConnection(
        (String) source.get("datasources.default.url"),
        (String) source.get("datasources.default.username"),
        (String) source.get("datasources.default.password"));
  }

  private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
    try (var connection = connect(database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW " + setting)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
