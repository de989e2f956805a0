package dev.slipway.race.mutant;

import dev.slipway.race.driver.WatchedDriver;
import java.lang.reflect.InvocationHandler;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.postgresql.util.PSQLException;

/**
 * Postgres's driver for coordinators with a bug: what they prepare is rewritten. Named as {@code
 * datasources.default.driver-class-name}.
 */
public final class MutantDriver extends WatchedDriver {

  @Override
  protected InvocationHandler watch(Connection connection) {
    return (_, method, arguments) -> {
      if (method.getName().equals("prepareStatement") && arguments[0] instanceof String sql) {
        arguments[0] = Seeded.sql(sql);
      }
      var result = invoke(connection, method, arguments);
      return result instanceof PreparedStatement statement ? watched(statement) : result;
    };
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
}
