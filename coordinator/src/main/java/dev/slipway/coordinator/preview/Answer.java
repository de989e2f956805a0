package dev.slipway.coordinator.preview;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.coordinator.preview.Site.SiteFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** One HTTP answer, with the headers that all of them have. */
final class Answer {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final HttpExchange exchange;
  private final boolean head;
  private boolean begun;

  Answer(HttpExchange exchange, String contentSecurityPolicy) {
    this.exchange = exchange;
    this.head = exchange.getRequestMethod().equals("HEAD");
    header("X-Content-Type-Options", "nosniff");
    // A build's address is its only secret: other sites shall not learn it from a link.
    header("Referrer-Policy", "same-origin");
    if (!contentSecurityPolicy.isEmpty()) {
      header("Content-Security-Policy", contentSecurityPolicy);
    }
  }

  void header(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
  }

  /** A sentence or two of our own. Does nothing when an answer has begun already. */
  void text(int status, String text) throws IOException {
    if (begun) {
      return;
    }
    byte[] bytes = text.getBytes(UTF_8);
    header("Content-Type", "text/plain; charset=utf-8");
    header("Cache-Control", "no-cache");
    begin(status, bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  void redirect(String location) throws IOException {
    header("Location", location);
    text(301, "");
  }

  /** The site's own page for what it does not have. */
  void notFoundPage(SiteFile page) throws IOException {
    header("Content-Type", MediaTypes.of(page.name()));
    header("Cache-Control", "no-cache");
    send(404, page, new ByteRange(0, page.size() - 1));
  }

  /**
   * A file, the part of it that was asked for, or the word that the client has it.
   *
   * @param unchanging whether this address will never show other bytes
   */
  void file(SiteFile file, boolean unchanging) throws IOException {
    String type = MediaTypes.of(file.name());
    String etag = file.etag();
    header("Content-Type", type);
    header("ETag", etag);
    header("Accept-Ranges", "bytes");
    // A page may be an answer to an address that has none of its own, so it is always asked for.
    header(
        "Cache-Control",
        unchanging && !type.startsWith("text/html")
            ? "public, max-age=31536000, immutable"
            : "no-cache");
    if (clientHas(etag)) {
      begin(304, 0);
      return;
    }
    switch (wish(file.size(), etag)) {
      case ByteRange.Wish.All _ -> send(200, file, new ByteRange(0, file.size() - 1));
      case ByteRange.Wish.Part(var range) -> {
        header(
            "Content-Range", "bytes %d-%d/%d".formatted(range.first(), range.last(), file.size()));
        send(206, file, range);
      }
      case ByteRange.Wish.Unsatisfiable _ -> {
        header("Content-Range", "bytes */" + file.size());
        text(416, "The file has %d bytes.\n".formatted(file.size()));
      }
    }
  }

  private boolean clientHas(String etag) {
    String known = exchange.getRequestHeaders().getFirst("If-None-Match");
    return known != null
        && Arrays.stream(known.split(","))
            .map(String::strip)
            .anyMatch(tag -> tag.equals("*") || tag.replaceFirst("^W/", "").equals(etag));
  }

  private ByteRange.Wish wish(long size, String etag) {
    String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
    boolean whole = head || (ifRange != null && !ifRange.equals(etag));
    return ByteRange.parse(whole ? null : exchange.getRequestHeaders().getFirst("Range"), size);
  }

  private void send(int status, SiteFile file, ByteRange range) throws IOException {
    begin(status, range.length());
    if (head) {
      return;
    }
    try (InputStream in = file.open()) {
      in.skipNBytes(range.first());
      copy(in, exchange.getResponseBody(), range.length());
    }
  }

  private void begin(int status, long length) throws IOException {
    begun = true;
    if (head && status != 304) {
      // For HEAD the server takes no length but this.
      header("Content-Length", Long.toString(length));
    }
    // To this server 0 would mean "unknown", and -1 means none.
    exchange.sendResponseHeaders(status, head || length == 0 ? -1 : length);
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (long left = length; left > 0; ) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new IOException("the artifact holds less than its directory says");
      }
      out.write(buffer, 0, count);
      left -= count;
    }
  }
}
