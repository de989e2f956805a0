package dev.slipway.coordinator.preview;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Answers requests for sites. */
@Singleton
final class PreviewHandler implements HttpHandler {
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(404, -1);
    exchange.close();
  }
}
