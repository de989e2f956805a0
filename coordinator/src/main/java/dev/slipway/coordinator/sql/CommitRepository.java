package dev.slipway.coordinator.sql;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What Postgres itself remembers of transactions. */
@Singleton
class CommitRepository extends BatchRepository {

  /** The transaction's id; empty when it has written nothing. */
  Optional<Long> id(Connection connection) {
    return ask(
            connection,
            "SELECT CAST(CAST(pg_current_xact_id_if_assigned() AS text) AS bigint) AS xid")
        .query(row -> Optional.ofNullable(row.getObject("xid", Long.class)))
        .getFirst();
  }

  /**
   * What became of a transaction: {@code committed}, {@code aborted}, {@code in progress}, or
   * {@code forgotten} when it is too old.
   * https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT
   */
  String fate(Connection connection, long xid) {
    return Objects.requireNonNull(
        over(
                connection,
                List.of(xid),
                "SELECT coalesce(pg_xact_status(CAST(CAST(? AS text) AS xid8)), 'forgotten') AS"
                    + " fate")
            .value(xid)
            .query(row -> row.getString("fate"))
            .getFirst());
  }
}
