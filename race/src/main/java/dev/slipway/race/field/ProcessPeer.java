package dev.slipway.race.field;

import dev.slipway.bench.coordinator.CoordinatorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A coordinator in a process of its own. */
record ProcessPeer(CoordinatorProcess process) implements Peer {

  @Override
  public String address() {
    return process.address();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() {
    try {
      process.close();
    } catch (IOException e) {
      throw new UncheckedIOException("stop a coordinator", e);
    }
  }
}
