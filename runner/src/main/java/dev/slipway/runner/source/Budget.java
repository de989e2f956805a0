package dev.slipway.runner.source;

import dev.slipway.runner.v1.Limits;

/** What an archive may still unpack to. Counts what really comes out; no header is believed. */
final class Budget {
  /**
   * Below this many unpacked bytes the ratio is not judged: small texts pack well and hurt nobody.
   */
  static final long RATIO_FREE_BYTES = 16L << 20;

  private final Limits limits;
  private final long packedBytes;
  private long bytes;
  private int entries;

  /**
   * @param packedBytes of the whole archive
   */
  Budget(Limits limits, long packedBytes) {
    this.limits = limits;
    this.packedBytes = Math.max(1, packedBytes);
  }

  int depthMax() {
    return limits.getSourceDepthMax();
  }

  int entriesMax() {
    return limits.getSourceEntriesMax();
  }

  /** One more entry of any kind. */
  void entry(String name) throws InvalidSource {
    if (++entries > limits.getSourceEntriesMax()) {
      throw tooManyEntries(InvalidSource.quoted(name));
    }
  }

  InvalidSource tooManyEntries(String at) {
    return new InvalidSource(
        String.format(
            java.util.Locale.ROOT,
            "The source has more than %,d entries (the limit), at %s.",
            limits.getSourceEntriesMax(),
            at),
        "Leave out what the build makes itself, such as node_modules.");
  }

  /** {@code more} bytes came out of the entry {@code name}. */
  void bytes(String name, long more) throws InvalidSource {
    bytes += more;
    if (bytes > limits.getSourceBytesMax()) {
      throw new InvalidSource(
          String.format(
              java.util.Locale.ROOT,
              "The source unpacks to more than %,d bytes (the limit), at %s.",
              limits.getSourceBytesMax(),
              InvalidSource.quoted(name)),
          "Leave out large files, or what the build makes itself.");
    }
    if (bytes > RATIO_FREE_BYTES && bytes / packedBytes >= limits.getSourceRatioMax()) {
      throw new InvalidSource(
          String.format(
              java.util.Locale.ROOT,
              "The source unpacks to more than %,d times its size (the limit), at %s.",
              limits.getSourceRatioMax(),
              InvalidSource.quoted(name)),
          "Leave out generated files that are mostly empty.");
    }
  }

  int entries() {
    return entries;
  }

  long bytes() {
    return bytes;
  }
}
