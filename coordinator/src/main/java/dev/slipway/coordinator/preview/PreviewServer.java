package dev.slipway.coordinator.preview;

import com.sun.net.httpserver.HttpServer;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The HTTP port of the sites, apart from the API's: what a build made must never share an origin
 * with what rules builds. A thread per request, and limits so that no client can hold many.
 */
@Context
public final class PreviewServer {
  // Read by the JDK's server when its first class is loaded, so they are set before.
  static {
    limit("sun.net.httpserver.nodelay", "true");
    limit("jdk.httpserver.maxConnections", "512");
    limit("sun.net.httpserver.maxIdleConnections", "200");
    limit("sun.net.httpserver.idleInterval", "30");
    // Seconds for a request's head to arrive, and for an answer to be taken.
    limit("sun.net.httpserver.maxReqTime", "30");
    limit("sun.net.httpserver.maxRspTime", "600");
    limit("sun.net.httpserver.maxReqHeaders", "100");
  }

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("preview-", 0).factory());

  PreviewServer(PreviewConfig config, PreviewHandler handler) {
    try {
      server = HttpServer.create(new InetSocketAddress(config.host(), config.port()), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "listen for previews on %s:%d".formatted(config.host(), config.port()), e);
    }
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @PreDestroy
  void stop() {
    server.stop(0);
    threads.close();
  }

  private static void limit(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
