package dev.slipway.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.e2e.Browser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Proves that the browser of the other tests sees what goes wrong; a blind one would pass them all.
 */
class BrowserTest {

  @Test
  void errorsOfAPageAreSeen() throws IOException {
    try (var site =
            new Site(
                "<title>bad</title><p>hello<script src=gone.js></script><script>oops()</script>");
        var browser = Browser.start()) {
      var visit = browser.visit(site.uri());

      assertThat(visit.title()).isEqualTo("bad");
      assertThat(visit.text()).contains("hello");
      assertThat(visit.responses()).containsEntry(site.uri() + "gone.js", 404);
      assertThat(visit.errors()).anyMatch(error -> error.contains("oops is not defined"));
      assertThat(visit.errors()).anyMatch(error -> error.contains("404"));
    }
  }

  @Test
  void aGoodPageHasNoErrors() throws IOException {
    try (var site = new Site("<title>good</title><link rel=icon href=data:,><p>hello");
        var browser = Browser.start()) {
      var visit = browser.visit(site.uri());

      assertThat(visit.errors()).isEmpty();
      assertThat(visit.screenshot()).startsWith(0x89, 'P', 'N', 'G');
    }
  }

  /** Serves one page at / and nothing else. */
  private static final class Site implements AutoCloseable {

    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    Site(String page) throws IOException {
      server.createContext(
          "/",
          exchange -> {
            var found = exchange.getRequestURI().getPath().equals("/");
            var body = (found ? page : "gone").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(found ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    String uri() {
      return "http://page.localhost:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
