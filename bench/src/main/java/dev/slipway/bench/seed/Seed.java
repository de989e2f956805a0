package dev.slipway.bench.seed;

import dev.slipway.bench.coordinator.SeededId;
import dev.slipway.bench.database.BenchDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Waiting builds in the product's tables, whose ids tell their place ({@link
 * dev.slipway.bench.coordinator.SeededId}). Tenants are {@code seed-1} …, and chat {@code c}
 * belongs to tenant {@code c mod tenants}. All four priorities in turn, so that many builds lend
 * their key to the head of their chat.
 *
 * @param tenants 1 or more
 * @param chats 1 or more, of all tenants together
 */
public record Seed(BenchDatabase database, int tenants, int chats) {

  public Seed {
    if (tenants < 1 || chats < 1 || chats >= SeededId.ENDLESS_CHAT) {
      throw new IllegalArgumentException(
          "%d tenants and %d chats: give 1 or more, and fewer than %d chats"
              .formatted(tenants, chats, SeededId.ENDLESS_CHAT));
    }
  }

  /**
   * Adds builds behind those that are there, in one transaction that locks the chats as submits do:
   * about 30 s for a million. The tables are analyzed afterwards, so that the first plans are good
   * ones. The database must be migrated.
   */
  public void add(int buildsPerChat) throws SQLException {
    try (var connection = database.connect()) {
      var rows = new SeedRepository(connection);
      connection.setAutoCommit(false);
      rows.addTenants(tenants);
      rows.addChats(chats, tenants);
      rows.nextBuilds("seed-%", buildsPerChat);
      store(connection, rows);
    }
  }

  /**
   * Adds builds to one more chat, of the first tenant, whose builds never end: the first of them
   * holds the chat, as soon as it is dispatched, and the others wait behind it. Like {@link #add}.
   */
  public void addEndless(int builds) throws SQLException {
    try (var connection = database.connect()) {
      var rows = new SeedRepository(connection);
      connection.setAutoCommit(false);
      rows.addTenants(tenants);
      rows.addEndlessChat(SeededId.ENDLESS_CHAT);
      rows.nextBuilds("long-%", builds);
      store(connection, rows);
    }
  }

  private static void store(Connection connection, SeedRepository rows) throws SQLException {
    rows.inBulk();
    rows.addRequests();
    rows.addWaiting();
    rows.moveChats();
    rows.improveHeads();
    rows.addHeads();
    connection.commit();
    connection.setAutoCommit(true);
    rows.analyze();
  }

  /** Gives the whole cluster so many builds that run at a time. */
  public void limitCluster(int running) throws SQLException {
    try (var connection = database.connect()) {
      new SeedRepository(connection).limitCluster(running);
    }
  }

  /**
   * Gives each tenant a quota of so many running builds, and as many cores and GiB. Makes the
   * tenants if need be.
   */
  public void limitTenants(int running) throws SQLException {
    try (var connection = database.connect()) {
      var rows = new SeedRepository(connection);
      rows.addTenants(tenants);
      rows.limitTenants(running);
    }
  }

  /** The full name of a seeded build, as clients give it. */
  public String name(int chat, int seq) {
    return "tenants/seed-%d/builds/%s"
        .formatted(1 + chat % tenants, new SeededId(chat, seq).uuid());
  }

  /** Seeded builds and others that wait now. */
  public long waiting() throws SQLException {
    try (var connection = database.connect()) {
      return new SeedRepository(connection).waiting();
    }
  }
}
