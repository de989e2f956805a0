package dev.slipway.bench.baseline;

import dev.slipway.bench.database.BenchDatabase;
import dev.slipway.bench.load.Clients;
import dev.slipway.bench.measure.Side;
import dev.slipway.bench.measure.Window;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many rows a second Postgres makes durable, when each client waits for its commit. No queue
 * that commits each submit by itself can be faster than the form with one row.
 */
public final class InsertLimit implements Side, AutoCloseable {
  private final List<InsertRepository> clients;
  private final BenchDatabase database;
  private final int rowsPerCommit;

  private InsertLimit(BenchDatabase database, List<InsertRepository> clients, int rowsPerCommit) {
    this.database = database;
    this.clients = clients;
    this.rowsPerCommit = rowsPerCommit;
  }

  /** One row a commit, from so many connections. */
  public static InsertLimit oneRow(BenchDatabase database, int clients) throws SQLException {
    return open(database, clients, 1);
  }

  /** So many rows a commit by UNNEST, from so many connections. */
  public static InsertLimit unnest(BenchDatabase database, int clients, int rows)
      throws SQLException {
    return open(database, clients, rows);
  }

  private static InsertLimit open(BenchDatabase database, int clients, int rows)
      throws SQLException {
    try (var connection = database.connect()) {
      InsertRepository.createTable(connection);
    }
    var repositories = new ArrayList<InsertRepository>();
    for (int client = 0; client < clients; client++) {
      repositories.add(new InsertRepository(database.connect()));
    }
    return new InsertLimit(database, repositories, rows);
  }

  /** Units are rows. */
  @Override
  public Window run(Duration window) throws Exception {
    try (var connection = database.connect()) {
      InsertRepository.clear(connection);
    }
    var calls = new ArrayList<Clients.Call>();
    for (int client = 0; client < clients.size(); client++) {
      var repository = clients.get(client);
      int chat = client;
      calls.add(
          () ->
              rowsPerCommit == 1
                  ? repository.insertOne(chat)
                  : repository.insertMany(chat, rowsPerCommit));
    }
    return Clients.run(calls, window);
  }

  @Override
  public void close() throws SQLException {
    for (var client : clients) {
      client.close();
    }
  }
}
