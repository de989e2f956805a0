package dev.slipway.race.driver;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Postgres's driver whose connections are watched. Made by its class name, as drivers are. */
public abstract class WatchedDriver implements Driver {
  private final Driver postgres = new org.postgresql.Driver();

  /** What handles the calls of a connection in its place; {@link #invoke} does what it does. */
  protected abstract InvocationHandler watch(Connection connection);

  @Override
  public final @Nullable Connection connect(String url, Properties properties) throws SQLException {
    var connection = postgres.connect(url, properties);
    return connection == null ? null : proxy(Connection.class, watch(connection));
  }

  /** Calls the real thing; what it throws is thrown as it is. */
  protected static @Nullable Object invoke(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Something of that type whose calls are handled. */
  protected static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            WatchedDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
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
