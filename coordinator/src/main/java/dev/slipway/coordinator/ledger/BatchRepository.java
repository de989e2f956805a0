package dev.slipway.coordinator.ledger;

import io.micronaut.data.exceptions.DataAccessException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How the ledger's repositories write many rows with one statement: each column is an array, and
 * the statement puts the columns together by UNNEST. A statement over a hundred rows costs little
 * more than one over a single row; that is most of the queue's speed (docs/adr/0009).
 */
abstract class BatchRepository {

  /** Reads a row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** A statement whose parameters are columns of these items, in the order of the calls. */
  static final class Columns<T> {
    private final Connection connection;
    private final String sql;
    private final List<T> items;
    private final List<Object> values = new ArrayList<>();
    private final List<String> types = new ArrayList<>();

    private Columns(Connection connection, String sql, List<T> items) {
      this.connection = connection;
      this.sql = sql;
      this.items = items;
    }

    Columns<T> texts(Function<T, @Nullable String> column) {
      return array("text", items.stream().map(column).toArray(String[]::new));
    }

    Columns<T> uuids(Function<T, @Nullable UUID> column) {
      return array("uuid", items.stream().map(column).toArray(UUID[]::new));
    }

    Columns<T> times(Function<T, @Nullable Instant> column) {
      return array(
          "timestamptz",
          items.stream()
              .map(column)
              .map(time -> time == null ? null : time.atOffset(ZoneOffset.UTC))
              .toArray(OffsetDateTime[]::new));
    }

    Columns<T> bytes(Function<T, byte[]> column) {
      return array("bytea", items.stream().map(column).toArray(byte[][]::new));
    }

    Columns<T> flags(Function<T, Boolean> column) {
      return array("bool", items.stream().map(column).toArray(Boolean[]::new));
    }

    Columns<T> nullableLongs(Function<T, @Nullable Long> column) {
      return array("int8", items.stream().map(column).toArray(Long[]::new));
    }

    // Primitive arrays go over in binary.
    Columns<T> ints(ToIntFunction<T> column) {
      return array("", items.stream().mapToInt(column).toArray());
    }

    Columns<T> longs(ToLongFunction<T> column) {
      return array("", items.stream().mapToLong(column).toArray());
    }

    private Columns<T> array(String type, Object array) {
      types.add(type);
      values.add(array);
      return this;
    }

    /** Runs it; how many rows it changed. */
    int update() {
      try (var statement = bound()) {
        return statement.executeUpdate();
      } catch (SQLException e) {
        throw failed(e);
      }
    }

    /** Runs it and reads the rows that it gives. */
    <R> List<R> query(Row<R> row) {
      try (var statement = bound();
          var found = statement.executeQuery()) {
        var rows = new ArrayList<R>();
        while (found.next()) {
          rows.add(row.read(found));
        }
        return rows;
      } catch (SQLException e) {
        throw failed(e);
      }
    }

    private PreparedStatement bound() throws SQLException {
      var statement = connection.prepareStatement(sql);
      for (int i = 0; i < values.size(); i++) {
        if (types.get(i).isEmpty()) {
          statement.setObject(i + 1, values.get(i));
        } else {
          statement.setArray(
              i + 1, connection.createArrayOf(types.get(i), (Object[]) values.get(i)));
        }
      }
      return statement;
    }
  }

  static <T> Columns<T> over(Connection connection, List<T> items, String sql) {
    return new Columns<>(connection, sql, items);
  }

  static RuntimeException failed(SQLException e) {
    return new DataAccessException("the ledger's statement failed: " + e.getMessage(), e);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }
}
