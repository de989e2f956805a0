package dev.slipway.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs that were stored before there were days move to theirs, byte for byte. */
class LogMigrationTest {
  private static final String CHUNKS =
      """
      SELECT CAST(ROW(build_id, log_offset, data) AS text)
        FROM log_chunk
       ORDER BY build_id, log_offset
      """;

  private final String name = "migrated_" + UUID.randomUUID().toString().replace('-', '_');
  private Connection connection;

  @BeforeEach
  void aDatabaseWithLogs() throws SQLException {
    try (var server = open("postgres");
        var statement = server.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    flyway("2");
    connection = open(name);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    try (var server = open("postgres");
        var statement = server.createStatement()) {
      statement.execute("DROP DATABASE " + name);
    }
  }

  @Test
  void everyByteMovesToItsDay() throws SQLException {
    run("INSERT INTO tenant (tenant_id) VALUES ('t')");
    run("INSERT INTO project (tenant_id, project_id) VALUES ('t', 'p')");
    build("018f0000-0000-7000-8000-000000000001", 1);
    build("018f0000-0000-7000-8000-000000000002", 2);
    build("01900000-0000-7000-8000-000000000003", 3);
    run(
        """
        INSERT INTO log_chunk (build_id, log_offset, data) VALUES
          ('018f0000-0000-7000-8000-000000000001', 0, 'abc'),
          ('018f0000-0000-7000-8000-000000000001', 3, decode('00ff', 'hex')),
          ('018f0000-0000-7000-8000-000000000002', 0, convert_to(repeat('x', 65536), 'UTF8')),
          ('01900000-0000-7000-8000-000000000003', 0, 'later')
        """);
    run(
        """
        INSERT INTO attempt_output (build_id, attempt, log_base, log_size) VALUES
          ('018f0000-0000-7000-8000-000000000001', 1, 0, 5),
          ('018f0000-0000-7000-8000-000000000002', 1, 0, 65536),
          ('018f0000-0000-7000-8000-000000000002', 2, 65536, 0)
        """);
    var before = rows(CHUNKS);

    flyway("4");

    assertThat(before).hasSize(4);
    assertThat(rows(CHUNKS)).isEqualTo(before);
    assertThat(
            rows(
                """
                SELECT DISTINCT CAST(CAST(tableoid AS regclass) AS text) || ' ' || codec || ' ' || coalesce(CAST(crc AS text), 'unknown')
                  FROM log_chunk
                 ORDER BY 1
                """))
        .containsExactly("log_chunk_2024_04_21 NONE unknown", "log_chunk_2024_06_10 NONE unknown");
    assertThat(rows("SELECT DISTINCT CAST(raw_size = octet_length(data) AS text) FROM log_chunk"))
        .containsExactly("true");
    assertThat(
            rows(
                "SELECT CAST(ROW(log_size, log_crc) AS text) FROM attempt_output ORDER BY build_id,"
                    + " attempt"))
        .as("an output without a byte has the checksum of nothing")
        .containsExactly("(5,)", "(65536,)", "(0,0)");
    assertThat(
            rows(
                """
                SELECT to_regclass('log_chunk_' || to_char(CAST(now() AT TIME ZONE 'UTC' AS date) + n, 'YYYY_MM_DD')) IS NOT NULL
                  FROM generate_series(0, 2) AS n
                """))
        .as("today and the days after it are ready")
        .containsExactly("t", "t", "t");
  }

  private void build(String id, int number) throws SQLException {
    run(
        """
        INSERT INTO build_request (build_id, tenant_id, project_id, chat_no, place, message_id, template, spec)
        VALUES ('%s', 't', 'p', %d, 256, '', 'website', '{}')
        """
            .formatted(id, number));
  }

  private void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var found = statement.executeQuery(sql)) {
      var rows = new ArrayList<String>();
      while (found.next()) {
        rows.add(found.getString(1));
      }
      return rows;
    }
  }

  private void flyway(String version) {
    Flyway.configure()
        .dataSource(url(name), property("username"), property("password"))
        .locations("classpath:db/migration")
        .target(version)
        .load()
        .migrate();
  }

  private static Connection open(String database) throws SQLException {
    return DriverManager.getConnection(url(database), property("username"), property("password"));
  }

  private static String url(String database) {
    var url = property("url");
    return url.substring(0, url.lastIndexOf('/') + 1) + database;
  }

  private static String property(String key) {
    return String.valueOf(TestDatabase.properties().get("datasources.default." + key));
  }
}
