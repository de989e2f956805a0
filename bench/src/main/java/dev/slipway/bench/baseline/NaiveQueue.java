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
 * Workers on the naive queue: each takes a job and ends it, two commits a job, no order within a
 * chat, no quota, no fence. What a queue of builds gives up in speed for those is told beside it.
 */
public final class NaiveQueue implements Side, AutoCloseable {
  private final BenchDatabase database;
  private final List<NaiveQueueRepository> clients;
  private final int jobs;

  private NaiveQueue(BenchDatabase database, List<NaiveQueueRepository> clients, int jobs) {
    this.database = database;
    this.clients = clients;
    this.jobs = jobs;
  }

  /**
   * So many workers on a queue that has {@code jobs} waiting at the begin of each window; more than
   * a window can end.
   */
  public static NaiveQueue open(BenchDatabase database, int clients, int jobs) throws SQLException {
    try (var connection = database.connect()) {
      NaiveQueueRepository.createTable(connection);
    }
    var repositories = new ArrayList<NaiveQueueRepository>();
    for (int client = 0; client < clients; client++) {
      repositories.add(new NaiveQueueRepository(database.connect()));
    }
    return new NaiveQueue(database, repositories, jobs);
  }

  /** Units are jobs, claimed and completed. Filling the table is not part of the window. */
  @Override
  public Window run(Duration window) throws Exception {
    refill();
    return Clients.run(
        clients.stream().<Clients.Call>map(client -> () -> claimAndComplete(client)).toList(),
        window);
  }

  /**
   * The least that a submit and its assignment can cost: on one connection a bare insert,
   * committed, and one claim, committed. Meant for a queue without other jobs.
   *
   * @return nanoseconds of both together
   */
  public long submitThenClaim() throws SQLException {
    var client = clients.getFirst();
    long began = System.nanoTime();
    client.insert();
    var _ = client.claim();
    return System.nanoTime() - began;
  }

  /** Fills the table anew, as at the begin of a window. */
  public void refill() throws SQLException {
    try (var connection = database.connect()) {
      NaiveQueueRepository.refill(connection, jobs);
    }
  }

  private static int claimAndComplete(NaiveQueueRepository client) throws SQLException {
    client.complete(client.claim());
    return 1;
  }

  @Override
  public void close() throws SQLException {
    for (var client : clients) {
      client.close();
    }
  }
}
