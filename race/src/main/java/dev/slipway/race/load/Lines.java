package dev.slipway.race.load;

import dev.slipway.race.field.Field;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Connections to the coordinators, whoever has which slot by now. */
public final class Lines implements AutoCloseable {
  private final Field field;
  private final Map<String, ManagedChannel> channels = new HashMap<>();

  public Lines(Field field) {
    this.field = field;
  }

  /** A connection to one of them; it may have been killed, and then the call fails at once. */
  ManagedChannel any(RandomGenerator random) {
    return to(field.peer(random.nextInt(field.slots())).address());
  }

  private synchronized ManagedChannel to(String address) {
    return channels.computeIfAbsent(
        address, _ -> NettyChannelBuilder.forTarget("dns:///" + address).usePlaintext().build());
  }

  @Override
  public synchronized void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
