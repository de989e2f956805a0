package dev.slipway.bench.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;

/**
 * A JDBC URL taken apart: the connection pool wants user and password beside it.
 *
 * @param url with all parameters but these two
 * @param user {@code postgres} when the URL names none
 * @param password empty when the URL names none
 */
record DatabaseAddress(String url, String user, String password) {

  /** Reads {@code jdbc:postgresql://host:port/database?user=…&password=…}. */
  static DatabaseAddress parse(String jdbcUrl) {
    int question = jdbcUrl.indexOf('?');
    if (question < 0) {
      return new DatabaseAddress(jdbcUrl, "postgres", "");
    }
    var others = new ArrayList<String>();
    var user = "postgres";
    var password = "";
    for (var parameter : jdbcUrl.substring(question + 1).split("&", -1)) {
      if (parameter.startsWith("user=")) {
        user = decoded(parameter);
      } else if (parameter.startsWith("password=")) {
        password = decoded(parameter);
      } else {
        others.add(parameter);
      }
    }
    var url = jdbcUrl.substring(0, question);
    return new DatabaseAddress(
        others.isEmpty() ? url : url + "?" + String.join("&", others), user, password);
  }

  private static String decoded(String parameter) {
    return URLDecoder.decode(parameter.substring(parameter.indexOf('=') + 1), UTF_8);
  }
}
