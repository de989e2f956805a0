package dev.slipway.coordinator.repeat;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What calls were answered. All of it in the transaction of the call, on whose connection it is.
 */
@Singleton
class RepeatRepository {

  /**
   * What an earlier call was answered.
   *
   * @param hash as in {@link RepeatKey}
   * @param answer the message, as it was sent
   */
  record Answered(String hash, byte[] answer) {}

  /**
   * Notes that the call is made. Blocks while another transaction makes it.
   *
   * @return false: it was made before
   */
  boolean begin(Connection connection, RepeatKey key) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO answered_call (tenant_id, request_id, request_hash)
            VALUES (?, ?, ?)
            ON CONFLICT DO NOTHING
            """)) {
      statement.setString(1, key.tenant());
      statement.setString(2, key.requestId());
      statement.setString(3, key.hash());
      return statement.executeUpdate() == 1;
    }
  }

  /** The earlier call of this request_id, whatever it said; null: there is none. */
  @Nullable Answered find(Connection connection, RepeatKey key) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT request_hash, answer
              FROM answered_call
             WHERE tenant_id = ?
               AND request_id = ?
            """)) {
      statement.setString(1, key.tenant());
      statement.setString(2, key.requestId());
      try (var rows = statement.executeQuery()) {
        return rows.next() ? new Answered(rows.getString(1), rows.getBytes(2)) : null;
      }
    }
  }

  void answer(Connection connection, RepeatKey key, byte[] answer) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE answered_call
               SET answer = ?
             WHERE tenant_id = ?
               AND request_id = ?
            """)) {
      statement.setBytes(1, answer);
      statement.setString(2, key.tenant());
      statement.setString(3, key.requestId());
      statement.executeUpdate();
    }
  }

  /** Each call takes a few of the oldest away, more than it brings. */
  void forgetOld(Connection connection) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            DELETE FROM answered_call
             WHERE ctid = ANY (ARRAY(SELECT ctid
                                       FROM answered_call
                                      WHERE answer_time < now() - interval '1 day'
                                      ORDER BY answer_time
                                      LIMIT 10
                                        FOR UPDATE SKIP LOCKED))
            """)) {
      statement.executeUpdate();
    }
  }
}
