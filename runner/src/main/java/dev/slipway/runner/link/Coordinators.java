package dev.slipway.runner.link;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The coordinators that may know this attempt: where they are, and the token they ask for. */
public final class Coordinators {
  private final Addresses addresses;
  private final String token;

  /**
   * Does not connect.
   *
   * @param address {@code host:port} of the first
   * @param readyFile where an embedded coordinator says where it listens now; null when there is no
   *     such file
   */
  public Coordinators(String address, @Nullable Path readyFile, String token) {
    this.addresses =
        new Addresses(
            address, () -> readyFile == null ? Optional.empty() : ReadyFile.read(readyFile));
    this.token = token;
  }

  Addresses addresses() {
    return addresses;
  }

  /** A connection of its own to the one at {@code address}; does not wait for it. */
  Coordinator connect(String address) {
    return new Coordinator(address, token);
  }
}
