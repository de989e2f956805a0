package dev.slipway.runner.coordinator;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A loopback TCP proxy between a runner and its coordinator. Frozen it makes every connection
 * half-open: nothing is closed, and nothing goes through either way.
 */
public final class Proxy implements Closeable {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Object gate = new Object();
  private boolean frozen;
  private long left = Long.MAX_VALUE;

  private Proxy(ServerSocket server, InetSocketAddress target) {
    this.server = server;
    this.target = target;
  }

  /** One before the coordinator at {@code address}. */
  public static Proxy before(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    InetSocketAddress target =
        new InetSocketAddress(
            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    Proxy proxy = new Proxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** Lets nothing through any more. */
  public void freeze() {
    freezeAfter(0);
  }

  /** Lets so many bytes more through, then nothing any more. */
  public void freezeAfter(long bytes) {
    synchronized (gate) {
      left = bytes;
      frozen = bytes == 0;
    }
  }

  /** Lets everything through again, also what was held. */
  public void thaw() {
    synchronized (gate) {
      left = Long.MAX_VALUE;
      frozen = false;
      gate.notifyAll();
    }
  }

  /** Closes every connection; new ones are taken. */
  public void cut() throws IOException {
    for (Socket each : open) {
      each.close();
    }
    open.clear();
  }

  private void accept() {
    try {
      while (true) {
        Socket runner = server.accept();
        Socket coordinator = new Socket();
        open.add(runner);
        open.add(coordinator);
        try {
          coordinator.connect(target);
        } catch (IOException e) {
          runner.close();
          continue;
        }
        Thread.ofVirtual().start(() -> copy(runner, coordinator));
        Thread.ofVirtual().start(() -> copy(coordinator, runner));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        pass(read);
        out.write(buffer, 0, read);
      }
    } catch (IOException | InterruptedException e) {
      // Cut.
    }
  }

  private void pass(int bytes) throws InterruptedException {
    synchronized (gate) {
      while (frozen) {
        gate.wait();
      }
      left -= bytes;
      frozen = left <= 0;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
    thaw();
  }
}
