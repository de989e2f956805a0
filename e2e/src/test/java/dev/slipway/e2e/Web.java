package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * Gets what a preview serves. Java's resolver does not know {@code *.localhost}, so it dials
 * 127.0.0.1 and names the preview in the Host header.
 */
public final class Web {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private Web() {}

  /**
   * GET of a path, sent as it is.
   *
   * @param site the preview's URI
   * @param path from {@code /} on, with whatever a browser would not send
   * @param headers names and values by turns
   */
  public static HttpResponse<byte[]> get(String site, String path, String... headers) {
    return send("GET", site, path, headers);
  }

  /** A request with any method and no body. */
  public static HttpResponse<byte[]> send(
      String method, String site, String path, String... headers) {
    var uri = URI.create(site);
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + uri.getPort() + path))
            .timeout(Slipway.PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Host", uri.getAuthority());
    for (var i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + uri, e);
    }
  }

  /** The body as text. */
  public static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** A header's value; empty if there is none. */
  public static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
