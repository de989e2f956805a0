package dev.slipway.race.link;

import dev.slipway.bench.measure.Rest;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A loopback TCP proxy between one runner and its coordinator that does what networks do. */
final class Proxy implements Closeable {
  private static final int BUFFER_BYTES = 4 * 1024;
  private static final Duration LATE = Duration.ofMillis(150);

  /** Of one piece of {@value #BUFFER_BYTES} bytes. */
  private static final Duration SLOW = Duration.ofMillis(60);

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Set<Pair> open = ConcurrentHashMap.newKeySet();

  /** How often the fault was felt: a piece held, damaged or lost, or a connection closed. */
  private final AtomicInteger felt = new AtomicInteger();

  private volatile @Nullable LinkFault fault;
  private volatile boolean over;

  private Proxy(ServerSocket server, InetSocketAddress target) {
    this.server = server;
    this.target = target;
  }

  /** One before the coordinator at {@code address}, {@code host:port}. */
  static Proxy before(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    var proxy =
        new Proxy(
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            new InetSocketAddress(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  int felt() {
    return felt.get();
  }

  /** The fault begins, for the connections there are and, but for a cut, for the next ones. */
  void begin(LinkFault what) {
    fault = what;
    if (what == LinkFault.CUT) {
      open.forEach(this::close);
    }
  }

  /** It is over. What was held goes on; what lost something is closed. */
  void end() {
    var was = fault;
    fault = null;
    over = true;
    synchronized (this) {
      notifyAll();
    }
    if (was == LinkFault.DUPLICATE || was == LinkFault.HALF_OPEN) {
      open.forEach(this::close);
    }
  }

  /** Two sockets that belong together. */
  private record Pair(Socket runner, Socket coordinator) {}

  private void close(Pair pair) {
    felt.incrementAndGet();
    open.remove(pair);
    try (var _ = pair.runner();
        var _ = pair.coordinator()) {
      // Closed by leaving.
    } catch (IOException e) {
      // It was closed before.
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var runner = server.accept();
        if (fault == LinkFault.CUT) {
          felt.incrementAndGet();
          runner.close();
          continue;
        }
        var coordinator = new Socket();
        coordinator.connect(target);
        var pair = new Pair(runner, coordinator);
        open.add(pair);
        Thread.ofVirtual().start(() -> copy(pair, true));
        Thread.ofVirtual().start(() -> copy(pair, false));
      } catch (IOException e) {
        // Closed, or the coordinator is not there.
      }
    }
  }

  private void copy(Pair pair, boolean up) {
    var from = up ? pair.runner() : pair.coordinator();
    var to = up ? pair.coordinator() : pair.runner();
    var frames = new Frames();
    var buffer = new byte[BUFFER_BYTES];
    try {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (pass(buffer, read, up, frames)) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      // Cut.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(pair);
    }
  }

  /** Does to a piece what the fault does; false: it is lost. */
  private boolean pass(byte[] buffer, int length, boolean up, Frames frames)
      throws InterruptedException {
    var now = fault;
    switch (now) {
      case null -> {}
      case CUT -> {}
      case DELAY -> {
        felt.incrementAndGet();
        Rest.of(LATE);
      }
      case THROTTLE -> {
        felt.incrementAndGet();
        Rest.of(SLOW);
      }
      case HALF_OPEN, REORDER -> {
        felt.incrementAndGet();
        hold(now);
      }
      case DUPLICATE -> {
        if (!up) {
          felt.incrementAndGet();
          return false;
        }
      }
      case CORRUPT -> {
        if (up && frames.damage(buffer, length)) {
          felt.incrementAndGet();
          fault = null;
        }
      }
    }
    frames.passed(buffer, length);
    return true;
  }

  private synchronized void hold(LinkFault what) throws InterruptedException {
    while (fault == what && !over) {
      wait();
    }
  }

  @Override
  public void close() throws IOException {
    end();
    server.close();
    open.forEach(this::close);
  }
}
