package dev.slipway.race.crash;

import dev.slipway.race.driver.WatchedDriver;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Postgres's driver, with a point before and after every commit, and before and after every
 * statement that writes and is a transaction of its own. A point is named by the method of the
 * coordinator that writes. Named as {@code datasources.default.driver-class-name}.
 */
public final class CrashDriver extends WatchedDriver {
  private static final StackWalker STACK = StackWalker.getInstance();
  private static final String OURS = "dev.slipway.coordinator.";

  /** Whose code stands between what writes and the driver. */
  private static final String BETWEEN = OURS + "sql.";

  @Override
  protected InvocationHandler watch(Connection connection) {
    return (_, method, arguments) -> {
      if (method.getName().equals("commit") && !connection.isReadOnly()) {
        return around("commit", connection, connection, method, arguments);
      }
      var result = invoke(connection, method, arguments);
      return result instanceof PreparedStatement statement
              && arguments != null
              && arguments[0] instanceof String sql
              && writes(sql)
          ? watched(connection, statement)
          : result;
    };
  }

  private static PreparedStatement watched(Connection connection, PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        (_, method, arguments) ->
            method.getName().startsWith("execute") && connection.getAutoCommit()
                ? around("statement", connection, statement, method, arguments)
                : invoke(statement, method, arguments));
  }

  private static boolean writes(String sql) {
    var word = sql.stripLeading().toUpperCase(Locale.ROOT);
    return word.startsWith("INSERT") || word.startsWith("UPDATE") || word.startsWith("DELETE");
  }

  private static @Nullable Object around(
      String what,
      Connection connection,
      Object target,
      Method method,
      @Nullable Object @Nullable [] arguments)
      throws Throwable {
    var who = who();
    if (who == null) {
      return invoke(target, method, arguments);
    }
    pass("before " + what + " of " + who, connection);
    var result = invoke(target, method, arguments);
    pass("after " + what + " of " + who, connection);
    return result;
  }

  /** As when the network breaks: nothing more is heard on this connection. */
  private static void pass(String point, Connection connection) throws SQLException {
    try {
      CrashPoints.pass(point);
    } catch (CrashPoints.Broken broken) {
      connection.abort(Runnable::run);
      // connection_failure: https://www.postgresql.org/docs/current/errcodes-appendix.html
      throw new SQLException(broken.getMessage(), "08006");
    }
  }

  /**
   * The innermost method of ours that wanted to write; null: it is none of ours, as a migration.
   */
  private static @Nullable String who() {
    return STACK.walk(
        frames ->
            frames
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .filter(frame -> !frame.getClassName().startsWith(BETWEEN))
                .filter(frame -> !frame.getClassName().contains("$"))
                .findFirst()
                .map(
                    frame ->
                        simple(frame.getClassName())
                            + "."
                            + frame
                                .getMethodName()
                                .replaceFirst("^lambda\\$", "")
                                .replaceFirst("\\$.*", ""))
                .orElse(null));
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
