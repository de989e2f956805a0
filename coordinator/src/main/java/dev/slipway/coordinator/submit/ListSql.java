package dev.slipway.coordinator.submit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A statement put together of fixed pieces; whatever a client said is a parameter. */
final class ListSql {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();

  /**
   * Adds a piece.
   *
   * @param piece written in our own source, with a {@code ?} for each value
   */
  ListSql add(String piece, Object... values) {
    text.append(piece);
    parameters.addAll(List.of(values));
    return this;
  }

  /** Adds another one. */
  ListSql add(ListSql more) {
    text.append(more.text);
    parameters.addAll(more.parameters);
    return this;
  }

  /** Prepares it. The caller closes it. */
  PreparedStatement prepare(Connection connection) throws SQLException {
    var statement = connection.prepareStatement(text.toString());
    for (int i = 0; i < parameters.size(); i++) {
      switch (parameters.get(i)) {
        case Instant time -> statement.setObject(i + 1, time.atOffset(ZoneOffset.UTC));
        case String[] texts -> statement.setArray(i + 1, connection.createArrayOf("text", texts));
        case Object value -> statement.setObject(i + 1, value);
      }
    }
    return statement;
  }
}
