package dev.slipway.race.mutant;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Postgres's driver for coordinators with a bug: what they prepare is rewritten. Named as {@code
 * datasources.default.driver-class-name}.
 */
public final class MutantDriver implements Driver {
  private final Driver postgres = new org.postgresql.Driver();

  @Override
  public @Nullable Connection connect(String url, Properties properties) throws SQLException {
    var connection = postgres.connect(url, properties);
    if (connection == null) {
      return null;
    }
    InvocationHandler rewriting =
        (_, method, arguments) -> {
          if (method.getName().equals("prepareStatement") && arguments[0] instanceof String sql) {
            arguments[0] = Seeded.sql(sql);
          }
          var result = invoke(connection, method, arguments);
          return result instanceof PreparedStatement statement ? watched(statement) : result;
        };
    return proxy(Connection.class, rewriting);
  }

  /** Notes which constraints refuse what is written. */
  private static PreparedStatement watched(PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        (_, method, arguments) -> {
          try {
            return invoke(statement, method, arguments);
          } catch (PSQLException e) {
            var message = e.getServerErrorMessage();
            var constraint = message == null ? null : message.getConstraint();
            if (constraint != null) {
              Seeded.refused(constraint);
            }
            throw e;
          }
        });
  }

  private static @Nullable Object invoke(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            MutantDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    return postgres.acceptsURL(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties)
      throws SQLException {
    return postgres.getPropertyInfo(url, properties);
  }

  @Override
  public int getMajorVersion() {
    return postgres.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return postgres.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return postgres.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("org.postgresql");
  }
}
