package dev.slipway.coordinator.embedded;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a Postgres is and as whom to use it.
 *
 * @param jdbc for the driver, without credentials
 * @param user null: as the driver finds it
 */
record DatabaseUrl(String jdbc, @Nullable String user, @Nullable String password) {

  /**
   * Reads {@code postgresql://user:password@host:port/database}, or the same behind {@code jdbc:}.
   *
   * @throws IllegalArgumentException with one sentence, which never holds the password
   */
  static DatabaseUrl parse(String text) {
    try {
      var uri = new URI(text.replaceFirst("^jdbc:", ""));
      var scheme = uri.getScheme();
      if (!("postgresql".equals(scheme) || "postgres".equals(scheme)) || uri.getHost() == null) {
        throw new IllegalArgumentException(
            "is not of the form postgresql://user:password@host:port/database");
      }
      var user = uri.getUserInfo();
      int colon = user == null ? -1 : user.indexOf(':');
      return new DatabaseUrl(
          "jdbc:postgresql://"
              + uri.getHost()
              + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
              + uri.getRawPath()
              + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()),
          user == null || colon < 0 ? user : user.substring(0, colon),
          user == null || colon < 0 ? null : user.substring(colon + 1));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "is not of the form postgresql://user:password@host:port/database: " + e.getReason(), e);
    }
  }

  /** What Micronaut's data source needs. */
  Map<String, Object> dataSource() {
    var properties = new HashMap<String, Object>();
    properties.put("datasources.default.url", jdbc);
    if (user != null) {
      properties.put("datasources.default.username", user);
    }
    if (password != null) {
      properties.put("datasources.default.password", password);
    }
    return properties;
  }

  @Override
  public String toString() {
    return jdbc;
  }

  /** For the command line. */
  static final class Converter implements ITypeConverter<DatabaseUrl> {
    @Override
    public DatabaseUrl convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("it " + e.getMessage());
      }
    }
  }
}
