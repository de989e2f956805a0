package dev.slipway.race.field;

/** A coordinator that takes part. */
public interface Peer extends AutoCloseable {

  /** Where its gRPC answers, {@code host:port}. */
  String address();

  /** The process it lives in. */
  long pid();

  /**
   * Ends it as a crash does. Returns when it is gone.
   *
   * @throws UnsupportedOperationException when it lives in this process
   */
  void kill() throws InterruptedException;

  /** Stops it, if it is there still. */
  @Override
  void close();
}
