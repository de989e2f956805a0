package dev.slipway.coordinator.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Ports and addresses of the command line. */
final class Listen {
  private Listen() {}

  /**
   * Looks at every port before anything is started: a taken one is told at once and by its option's
   * name, which the servers themselves do not know.
   */
  static void checkFree(UpOptions options) {
    checkFree("--grpc-port", options.host(), options.grpcPort());
    checkFree("--http-port", options.host(), options.httpPort());
    checkFree("--preview-port", options.host(), options.previewPort());
  }

  private static void checkFree(String option, String host, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException e) {
      throw new StartFailure(
          "--host %s is not an address of this machine. Give 127.0.0.1, or one that `ip addr` shows."
              .formatted(host),
          e);
    } catch (BindException e) {
      throw new StartFailure(
          "%s %d cannot be used on %s (%s). Choose another, or 0 for any free port."
              .formatted(option, port, host, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new StartFailure("%s %d on %s: %s".formatted(option, port, host, e.getMessage()), e);
    }
  }

  /** What a client on this machine dials: {@code host:port}. */
  static String address(String host, int port) {
    try {
      InetAddress address = InetAddress.getByName(host);
      String dialled =
          address.isAnyLocalAddress()
              ? InetAddress.getLoopbackAddress().getHostAddress()
              : address.getHostAddress();
      return dialled.contains(":") ? "[" + dialled + "]:" + port : dialled + ":" + port;
    } catch (UnknownHostException e) {
      return host + ":" + port;
    }
  }
}
