package dev.slipway.bench.coordinator;

import java.util.Optional;
import java.util.UUID;

/**
 * The place of a build that a bench stored itself, written into its id: whoever sees the build
 * start knows whose turn it was without asking anybody. In the form of a UUIDv7 of the year 2024,
 * which no submit gets.
 *
 * @param chat which chat, from 1, below 2^28
 * @param seq its place there, from 1
 */
public record SeededId(int chat, int seq) {
  /** The first 16 bits of the time. */
  private static final long MARK = 0x0190L;

  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /** The chat whose builds never end by themselves. */
  public static final int ENDLESS_CHAT = 1_000_000;

  private static final int CHAT_MAX = (1 << 28) - 1;

  public SeededId {
    if (chat < 1 || chat > CHAT_MAX || seq < 1) {
      throw new IllegalArgumentException("chat %d, seq %d have no id".formatted(chat, seq));
    }
  }

  /** The id; the SQL of the seed makes the same. */
  public UUID uuid() {
    return new UUID(MARK << 48 | (long) seq << 16 | VERSION, VARIANT | (long) chat << 32 | seq);
  }

  /** Whether it never ends by itself. */
  boolean endless() {
    return chat == ENDLESS_CHAT;
  }

  /** Reads an id; empty when it is not a seeded build's. */
  public static Optional<SeededId> of(UUID id) {
    int chat = (int) (id.getLeastSignificantBits() >>> 32) & CHAT_MAX;
    int seq = (int) id.getLeastSignificantBits();
    return id.getMostSignificantBits() >>> 48 == MARK && chat > 0 && seq > 0
        ? Optional.of(new SeededId(chat, seq))
        : Optional.empty();
  }
}
