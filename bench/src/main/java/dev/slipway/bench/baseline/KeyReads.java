package dev.slipway.bench.baseline;

import dev.slipway.bench.database.BenchDatabase;
import dev.slipway.bench.load.Clients;
import dev.slipway.bench.measure.Side;
import dev.slipway.bench.measure.Window;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** How many rows a second are read by their key, one a query: the least that an answer can cost. */
public final class KeyReads implements Side, AutoCloseable {
  private static final int ROWS = 100_000;

  private final List<KeyReadRepository> clients;

  private KeyReads(List<KeyReadRepository> clients) {
    this.clients = clients;
  }

  /** From so many connections. */
  public static KeyReads open(BenchDatabase database, int clients) throws SQLException {
    try (var connection = database.connect()) {
      KeyReadRepository.createTable(connection, ROWS);
    }
    var repositories = new ArrayList<KeyReadRepository>();
    for (int client = 0; client < clients; client++) {
      repositories.add(new KeyReadRepository(database.connect()));
    }
    return new KeyReads(repositories);
  }

  /** Units are rows. */
  @Override
  public Window run(Duration window) throws Exception {
    return Clients.run(
        clients.stream()
            .<Clients.Call>map(
                client -> {
                  var random = RandomGenerator.of("L64X128MixRandom");
                  return () -> client.read(1 + random.nextLong(ROWS));
                })
            .toList(),
        window);
  }

  @Override
  public void close() throws SQLException {
    for (var client : clients) {
      client.close();
    }
  }
}
