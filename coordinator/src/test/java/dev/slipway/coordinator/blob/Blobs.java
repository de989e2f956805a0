package dev.slipway.coordinator.blob;

/** For tests: the name that bytes will have. */
public final class Blobs {
  private Blobs() {}

  public static String sha256(byte... bytes) {
    return Sha256.hex(Sha256.digest(), bytes);
  }
}
