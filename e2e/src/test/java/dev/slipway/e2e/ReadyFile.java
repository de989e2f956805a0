package dev.slipway.e2e;

import com.google.gson.Gson;
import java.net.URI;

/**
 * What {@code up} writes when it is ready.
 *
 * @param grpc host:port of the clients' gRPC
 * @param http host:port of health and metrics
 * @param preview host:port of the previews
 * @param pid of the coordinator
 */
public record ReadyFile(String grpc, String http, String preview, long pid) {

  static ReadyFile parse(String json) {
    return new Gson().fromJson(json, ReadyFile.class);
  }

  /** The port of one of the addresses. */
  public static int port(String address) {
    return URI.create("tcp://" + address).getPort();
  }
}
