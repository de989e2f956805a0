package dev.slipway.runner.process;

/**
 * Takes what a command prints. Called by one thread per stream; must not throw and must not wait
 * for a network.
 */
@FunctionalInterface
public interface Output {
  /**
   * Takes {@code length} bytes from the beginning of {@code bytes}, which the caller uses again.
   */
  void write(byte[] bytes, int length);

  /** An output that gives everything to this one and then to {@code other}. */
  default Output and(Output other) {
    return (bytes, length) -> {
      write(bytes, length);
      other.write(bytes, length);
    };
  }
}
