package dev.slipway.coordinator.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * The files of an embedded database.
 *
 * @param folder its data folder
 * @param tools the programs of the version that it must have
 */
record PostgresFolder(Path folder, PostgresTools tools) {
  static final String SUPERUSER = "postgres";

  private static final String PASSWORD_FILE = "slipway.password";

  /**
   * Makes the folder when it is missing. It appears by one rename when it is whole, so that a kill
   * in the middle leaves nothing that looks like a database.
   *
   * @throws StartFailure when it is of another major version
   */
  void makeOrCheck() throws IOException {
    if (!Files.exists(folder)) {
      make();
    }
    String major = Files.readString(folder.resolve("PG_VERSION")).strip();
    if (!major.equals(PostgresBinaries.MAJOR)) {
      throw new StartFailure(
          "%s was made by Postgres %s, this is Postgres %s. Dump it with the old one, or choose another --data-dir."
              .formatted(folder, major, PostgresBinaries.MAJOR));
    }
  }

  private void make() throws IOException {
    Path unfinished = folder.resolveSibling("postgres.new");
    Path passwordFile = folder.resolveSibling("postgres.password.new");
    Trees.delete(unfinished);
    Files.deleteIfExists(passwordFile);
    Files.createFile(
        passwordFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile, randomPassword());
    // A password although it listens on loopback only: that port is open to every user of the
    // machine, and a superuser of Postgres can run programs as the user who started it.
    var ended =
        tools.run(
            "initdb",
            List.of(
                "--pgdata=" + unfinished,
                "--username=" + SUPERUSER,
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                // The same order of text on every machine, whatever its C library.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-instructions"));
    if (ended.exitCode() != 0) {
      throw failure("make the database in " + folder, ended.output());
    }
    Files.move(passwordFile, unfinished.resolve(PASSWORD_FILE));
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Of the superuser. */
  String password() throws IOException {
    return Files.readString(folder.resolve(PASSWORD_FILE));
  }

  /** The file that holds {@link #settings}. */
  Path configuration() {
    return folder.resolve("postgresql.conf");
  }

  /** All settings that are not Postgres' defaults; written anew at each start. */
  String settings(int port) {
    return """
    # Written by Slipway at each start; changes are lost.
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = ''

    # Durable: what a client was told survives a power cut. These are the defaults, said aloud.
    fsync = on
    synchronous_commit = on
    full_page_writes = on

    # One coordinator on a small machine; nobody replicates from here.
    max_connections = 40
    shared_buffers = 64MB
    max_wal_size = 256MB
    wal_level = minimal
    max_wal_senders = 0
    io_method = sync
    jit = off

    timezone = 'UTC'
    log_timezone = 'UTC'
    log_checkpoints = off
    """
        .formatted(port);
  }

  /** Postgres' log, which begins anew at each start of the server. */
  Path freshLog() throws IOException {
    Path log = log();
    if (Files.exists(log)) {
      Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    return log;
  }

  /**
   * Why a start did not go well, from the log or, when it says nothing, from pg_ctl's own words.
   */
  StartFailure whyNotStarted(String output) throws IOException {
    String words =
        Files.exists(log())
            ? new String(Files.readAllBytes(log()), StandardCharsets.UTF_8)
            : output;
    return failure("start the database in " + folder, words.isBlank() ? output : words);
  }

  private Path log() {
    return folder.resolveSibling("postgres.log");
  }

  private static StartFailure failure(String act, String words) {
    if (StartFailure.noRoom(words)) {
      return new StartFailure(
          "Cannot "
              + act
              + ": no space left on the device. Free some space or choose another --data-dir.");
    }
    List<String> lines = words.lines().filter(line -> !line.isBlank()).toList();
    String why =
        lines.stream()
            .filter(line -> line.contains("FATAL:") || line.contains("error:"))
            .findFirst()
            .orElse(lines.isEmpty() ? "it printed nothing" : lines.getLast());
    return new StartFailure("Cannot " + act + ": " + why);
  }

  private static String randomPassword() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
