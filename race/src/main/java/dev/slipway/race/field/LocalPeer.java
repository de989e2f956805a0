package dev.slipway.race.field;

import dev.slipway.bench.coordinator.LocalCoordinator;

/** A coordinator in this process: there at once, but it cannot be killed. */
record LocalPeer(LocalCoordinator coordinator) implements Peer {

  @Override
  public String address() {
    return coordinator.address();
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public void kill() {
    throw new UnsupportedOperationException("it lives in this process");
  }

  @Override
  public void close() {
    coordinator.close();
  }
}
