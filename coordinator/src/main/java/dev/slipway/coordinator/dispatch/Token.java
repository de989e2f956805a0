package dev.slipway.coordinator.dispatch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a runner shows to prove that an attempt is its own: 256 random bits. The database holds only
 * its hash, so that a copy of the database lets nobody in.
 *
 * @param text what the runner gets
 */
public record Token(String text) {
  private static final SecureRandom RANDOM = new SecureRandom();

  static Token create() {
    var bits = new byte[32];
    RANDOM.nextBytes(bits);
    return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** sha256 of the text. */
  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Token[…]";
  }
}
