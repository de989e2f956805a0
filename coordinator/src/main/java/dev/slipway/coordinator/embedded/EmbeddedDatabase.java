package dev.slipway.coordinator.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Postgres of one's own, on a durable folder: what is committed survives a power cut. zonky
 * gives the programs; its EmbeddedPostgres is for tests (fsync off, no password, ten seconds of
 * patience and then no word of why), so the life of the server is kept here.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

  /** The port was free a moment ago; somebody else may be faster. */
  private static final int STARTS_MAX = 3;

  private static final String SECONDS_TO_START = "60";

  private final Path folder;
  private final int port;
  private final String password;
  private final PostgresTools tools;
  private boolean closed;

  private EmbeddedDatabase(Path folder, int port, String password, PostgresTools tools) {
    this.folder = folder;
    this.tools = tools;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts Postgres on a folder and returns when it takes connections. A server that an earlier,
   * killed coordinator left behind on this folder is ended first. Takes about a second, some more
   * on first use.
   *
   * @param folder its data folder; made when missing. The caller holds the lock around it
   * @param cacheDir where the programs are unpacked
   * @throws StartFailure when it cannot start, in one line
   */
  public static EmbeddedDatabase start(Path folder, Path cacheDir) {
    var tools = new PostgresTools(PostgresBinaries.in(cacheDir));
    Postmaster.of(folder).ifPresent(Postmaster::end);
    try {
      Postmaster.forgetStranger(folder);
      var files = new PostgresFolder(folder, tools);
      files.makeOrCheck();
      StartFailure last = null;
      for (int start = 0; start < STARTS_MAX; start++) {
        int port = freePort();
        Files.writeString(files.configuration(), files.settings(port));
        var ended = start(files, tools);
        if (ended.exitCode() == 0) {
          return new EmbeddedDatabase(folder, port, files.password(), tools);
        }
        last = files.whyNotStarted(ended.output());
      }
      throw last;
    } catch (IOException e) {
      throw StartFailure.io("The database's folder " + folder + " cannot be written", e);
    }
  }

  private static PostgresTools.Ended start(PostgresFolder files, PostgresTools tools)
      throws IOException {
    return tools.run(
        "pg_ctl",
        List.of(
            "start",
            "--wait",
            "--silent",
            "--timeout=" + SECONDS_TO_START,
            "--pgdata=" + files.folder(),
            "--log=" + files.freshLog()));
  }

  /**
   * Starts it again, on its port, when it has ended though nobody closed it: killed, or out of
   * memory. What was committed is there. Blocks until it takes connections; safe to repeat.
   *
   * @throws StartFailure when it cannot start now; what is left of it may need a moment to go
   */
  synchronized void startAgainIfEnded() {
    if (closed || Postmaster.of(folder).isPresent()) {
      return;
    }
    log.warn("Postgres has ended, starting it again");
    try {
      Postmaster.forgetStranger(folder);
      var files = new PostgresFolder(folder, tools);
      var ended = start(files, tools);
      if (ended.exitCode() != 0) {
        throw files.whyNotStarted(ended.output());
      }
      log.info("Postgres is up again");
    } catch (IOException e) {
      throw StartFailure.io("The database's folder " + folder + " cannot be written", e);
    }
  }

  /** Where it is, with the password; for the owner's eyes. */
  String url() {
    return "postgresql://%s:%s@127.0.0.1:%d/postgres"
        .formatted(PostgresFolder.SUPERUSER, password, port);
  }

  /** What Micronaut's data source needs to reach it. */
  public Map<String, Object> dataSource() {
    return Map.of(
        "datasources.default.url",
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
        "datasources.default.username",
        PostgresFolder.SUPERUSER,
        "datasources.default.password",
        password);
  }

  /** Stops it with a checkpoint, so that the next start has nothing to recover. Up to a minute. */
  @Override
  public synchronized void close() {
    closed = true;
    Postmaster.of(folder).ifPresent(Postmaster::end);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
