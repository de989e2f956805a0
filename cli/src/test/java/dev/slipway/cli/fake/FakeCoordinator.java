package dev.slipway.cli.fake;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The server with all its services. It can go away and come back on another port, keeping what it
 * knows.
 */
public final class FakeCoordinator implements AutoCloseable {
  public final FakeBuilds builds = new FakeBuilds();
  public final FakeSources sources = new FakeSources();
  public final FakeLogs logs = new FakeLogs();
  public final FakeArtifacts artifacts = new FakeArtifacts();
  public final FakePreviews previews = new FakePreviews();
  public final FakeQueue queue = new FakeQueue();
  public final FakeQuotas quotas = new FakeQuotas();
  public final FakeTenants tenants = new FakeTenants();
  public final FakeAdmin admin = new FakeAdmin();

  /** The request_id of every call that may say one, in order; empty where it said none. */
  public final List<String> requestIds = Collections.synchronizedList(new ArrayList<>());

  private Server server = start();

  /** {@code host:port} of now. */
  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** Ends every call at once and comes back on another port. */
  public void restart() {
    close();
    server = start();
  }

  /** Writes the ready file of an embedded coordinator. */
  public void writeReadyFile(Path dataDir, long pid) throws IOException {
    Files.createDirectories(dataDir);
    Path temporary = dataDir.resolve("coordinator.json.tmp");
    Files.writeString(
        temporary,
        "{\"grpc\":\"%s\",\"http\":\"127.0.0.1:1\",\"preview\":\"127.0.0.1:1\",\"pid\":%d}"
            .formatted(address(), pid));
    Files.move(
        temporary,
        dataDir.resolve("coordinator.json"),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private Server start() {
    try {
      return NettyServerBuilder.forAddress(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .intercept(new RequestIds(requestIds))
          .addService(builds)
          .addService(sources)
          .addService(logs)
          .addService(artifacts)
          .addService(previews)
          .addService(queue)
          .addService(quotas)
          .addService(tenants)
          .addService(admin)
          .addService(new FakeTemplates())
          .build()
          .start();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
