package dev.slipway.coordinator.sql;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How repositories write many rows with one statement: each column is an array, and the statement
 * puts the columns together by UNNEST. A statement over a hundred rows costs little more than one
 * over a single row; that is most of the queue's speed (docs/adr/0009). And how they ask several
 * things at once: see {@link #together}.
 */
public abstract class BatchRepository {

  /** Reads a row. */
  @FunctionalInterface
  protected interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** A statement whose parameters are columns of these items, in the order of the calls. */
  protected static final class Columns<T> {
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

    public Columns<T> texts(Function<T, @Nullable String> column) {
      return array("text", items.stream().map(column).toArray(String[]::new));
    }

    public Columns<T> uuids(Function<T, @Nullable UUID> column) {
      return array("uuid", items.stream().map(column).toArray(UUID[]::new));
    }

    public Columns<T> times(Function<T, @Nullable Instant> column) {
      return array(
          "timestamptz",
          items.stream()
              .map(column)
              .map(time -> time == null ? null : time.atOffset(ZoneOffset.UTC))
              .toArray(OffsetDateTime[]::new));
    }

    public Columns<T> bytes(Function<T, byte[]> column) {
      return array("bytea", items.stream().map(column).toArray(byte[][]::new));
    }

    public Columns<T> flags(Function<T, Boolean> column) {
      return array("bool", items.stream().map(column).toArray(Boolean[]::new));
    }

    public Columns<T> nullableLongs(Function<T, @Nullable Long> column) {
      return array("int8", items.stream().map(column).toArray(Long[]::new));
    }

    // Primitive arrays go over in binary.
    public Columns<T> ints(ToIntFunction<T> column) {
      return array("", items.stream().mapToInt(column).toArray());
    }

    public Columns<T> longs(ToLongFunction<T> column) {
      return array("", items.stream().mapToLong(column).toArray());
    }

    /** A parameter that is no column. */
    public Columns<T> value(Object value) {
      return array("", value);
    }

    private Columns<T> array(String type, Object array) {
      types.add(type);
      values.add(array);
      return this;
    }

    /** Runs it; how many rows it changed. */
    public int update() {
      try (var statement = connection.prepareStatement(sql)) {
        bind(statement, 1);
        return statement.executeUpdate();
      } catch (SQLException e) {
        throw failed(e);
      }
    }

    /** Runs it and reads the rows that it gives. */
    public <R> List<R> query(Row<R> row) {
      var reading = reading(row);
      together(reading);
      return reading.rows();
    }

    /** The rows that it will give, for {@link #together}. */
    public <R> Reading<R> reading(Row<R> row) {
      return new Reading<>(this, row);
    }

    /** Sets its parameters from this number on; the next number. */
    private int bind(PreparedStatement statement, int from) throws SQLException {
      for (int i = 0; i < values.size(); i++) {
        if (types.get(i).isEmpty()) {
          statement.setObject(from + i, values.get(i));
        } else {
          statement.setArray(
              from + i, connection.createArrayOf(types.get(i), (Object[]) values.get(i)));
        }
      }
      return from + values.size();
    }
  }

  /** A statement that gives rows, and the rows once it has run. */
  public static final class Reading<R> {
    private final Columns<?> columns;
    private final Row<R> row;
    private final List<R> rows = new ArrayList<>();

    private Reading(Columns<?> columns, Row<R> row) {
      this.columns = columns;
      this.row = row;
    }

    /** What it gave; empty before it ran. */
    public List<R> rows() {
      return rows;
    }

    private void read(ResultSet found) throws SQLException {
      while (found.next()) {
        rows.add(row.read(found));
      }
    }
  }

  /** A statement over these items. */
  protected static <T> Columns<T> over(Connection connection, List<T> items, String sql) {
    return new Columns<>(connection, sql, items);
  }

  /** A statement without columns. */
  protected static Columns<?> ask(Connection connection, String sql) {
    return over(connection, List.of(), sql);
  }

  /**
   * Runs statements of one connection one after the other in one round trip to the database. Each
   * sees what was committed when it begins itself, as if they had been sent one by one: a lock in
   * the first one holds for the second one's look.
   */
  public static void together(Reading<?>... readings) {
    var sql =
        Stream.of(readings).map(reading -> reading.columns.sql).collect(Collectors.joining(";\n"));
    try (var statement = readings[0].columns.connection.prepareStatement(sql)) {
      int next = 1;
      for (var reading : readings) {
        next = reading.columns.bind(statement, next);
      }
      statement.execute();
      for (var reading : readings) {
        try (var found = statement.getResultSet()) {
          reading.read(found);
        }
        statement.getMoreResults();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static RuntimeException failed(SQLException e) {
    return new DataAccessException("a statement failed: " + e.getMessage(), e);
  }

  protected static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  protected static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }
}
