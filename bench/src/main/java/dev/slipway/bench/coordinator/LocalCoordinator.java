package dev.slipway.bench.coordinator;

import io.micronaut.context.ApplicationContext;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A coordinator with pretended builds in this JVM. For {@link BenchCoordinator}, and for whoever
 * needs several and cannot wait for so many JVMs.
 */
public final class LocalCoordinator implements AutoCloseable {
  private final ApplicationContext context;
  private final String address;

  private LocalCoordinator(ApplicationContext context) {
    this.context = context;
    this.address = "127.0.0.1:" + context.getBean(GrpcEmbeddedServer.class).getPort();
  }

  /**
   * Starts it and returns when gRPC answers: some seconds the first time.
   *
   * @param dbUrl with user and password as parameters
   * @param dataDir sources and artifacts; shared by coordinators of one database
   * @param properties of the coordinator, of these builds, of anything; they go before its own
   */
  public static LocalCoordinator start(
      String dbUrl, Path dataDir, Map<String, ? extends Object> properties) {
    var all = own(dbUrl, dataDir);
    all.putAll(properties);
    var context =
        ApplicationContext.builder().banner(false).deduceEnvironment(false).properties(all).build();
    try {
      // The gRPC server starts with it.
      context.start();
      context.getBean(NettyEmbeddedServer.class).start();
      return new LocalCoordinator(context);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  private static Map<String, Object> own(String dbUrl, Path dataDir) {
    var database = DatabaseAddress.parse(dbUrl);
    var all = new HashMap<String, Object>();
    all.put("datasources.default.url", database.url());
    all.put("datasources.default.username", database.user());
    all.put("datasources.default.password", database.password());
    all.put("slipway.embedded", true);
    all.put("slipway.data-dir", dataDir.toString());
    all.put("slipway.cache-dir", dataDir + "/cache");
    // The bound is another bench's business.
    all.put("slipway.admit.queued-max", Integer.MAX_VALUE);
    all.put("slipway.preview.host", "127.0.0.1");
    all.put("slipway.preview.port", 0);
    all.put("grpc.server.port", 0);
    return all;
  }

  /** Where gRPC answers, {@code host:port}. */
  public String address() {
    return address;
  }

  /** A part of it, for whoever plays one of the others. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Stops it; a second call does nothing. */
  @Override
  public void close() {
    context.close();
  }
}
