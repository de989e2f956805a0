package dev.slipway.coordinator.dispatch;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * What a runner shows to prove that an attempt is its own: the build's id, by which the attempt is
 * found, and 256 random bits. The database holds only their hash, so that a copy of the database
 * lets nobody in.
 */
public final class Token {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 16;
  private static final int SECRET_BYTES = 32;

  private final UUID build;
  private final byte[] secret;

  private Token(UUID build, byte[] secret) {
    this.build = build;
    this.secret = secret;
  }

  /** A new one for an attempt of this build. */
  public static Token create(UUID build) {
    return new Token(build, secret());
  }

  /** 256 random bits. */
  static byte[] secret() {
    var secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return secret;
  }

  /** The token of a build whose secret is known. */
  static Token of(UUID build, byte[] secret) {
    return new Token(build, secret);
  }

  /** Reads what a runner shows; empty when it is no token. */
  public static Optional<Token> parse(String text) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.remaining() != ID_BYTES + SECRET_BYTES) {
        return Optional.empty();
      }
      var build = new UUID(bytes.getLong(), bytes.getLong());
      var secret = new byte[SECRET_BYTES];
      bytes.get(secret);
      return Optional.of(new Token(build, secret));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** Which build it is for. */
  public UUID build() {
    return build;
  }

  /** What the runner gets. */
  public String text() {
    var bytes =
        ByteBuffer.allocate(ID_BYTES + SECRET_BYTES)
            .putLong(build.getMostSignificantBits())
            .putLong(build.getLeastSignificantBits())
            .put(secret)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** sha256 of the secret. */
  public byte[] hash() {
    return hash(secret);
  }

  static byte[] hash(byte[] secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Token[" + build + ", …]";
  }
}
