package dev.slipway.coordinator.lock;

import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;

/**
 * The lock under which coordinators decide what starts: one decision at a time. Whoever narrows
 * what may start takes it as well: a decision that was made from the wider limits is then committed
 * before, and each later one reads the narrower.
 */
@Singleton
public class DecisionLockRepository extends BatchRepository {
  /** "slipway" in ASCII, as a number that no other user of the database picks by chance. */
  private static final long LOCK = 0x73_6c_69_70_77_61_79L;

  /**
   * Waits for the turn and keeps it until the transaction ends. Before any row is locked: who
   * decides waits for rows while holding it.
   */
  public void lock(Connection connection) {
    together(turn(connection));
  }

  /** The same as a statement, to be sent with others. */
  public Reading<Boolean> turn(Connection connection) {
    return ask(connection, "SELECT pg_advisory_xact_lock(?)").value(LOCK).reading(_ -> true);
  }
}
