package dev.slipway.coordinator.lock;

import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The lock under which coordinators decide what starts: one decision at a time. Whoever narrows
 * what may start takes it as well: a decision that was made from the wider limits is then committed
 * before, and each later one reads the narrower.
 */
@Singleton
public class DecisionLockRepository {
  /** "slipway" in ASCII, as a number that no other user of the database picks by chance. */
  private static final long LOCK = 0x73_6c_69_70_77_61_79L;

  /**
   * Waits for the turn and keeps it until the transaction ends. Before any row is locked: who
   * decides waits for rows while holding it.
   */
  public void lock(Connection connection) {
    try (var statement = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
      statement.setLong(1, LOCK);
      statement.execute();
    } catch (SQLException e) {
      throw new DataAccessException("the lock on decisions failed: " + e.getMessage(), e);
    }
  }
}
