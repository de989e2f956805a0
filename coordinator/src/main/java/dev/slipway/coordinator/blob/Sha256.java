package dev.slipway.coordinator.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The names of blobs. */
public final class Sha256 {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  private Sha256() {}

  /** Whether this has the form of one: 64 lower-case hex digits. */
  public static boolean valid(String sha256) {
    return FORM.matcher(sha256).matches();
  }

  /** The sha256 of a text's UTF-8 bytes. */
  public static String of(String text) {
    return of(text.getBytes(UTF_8));
  }

  /** The sha256 of these bytes: the name that the store gives them. */
  public static String of(byte[] bytes) {
    return hex(digest(), bytes);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  static String hex(MessageDigest digest, byte... last) {
    return HexFormat.of().formatHex(digest.digest(last));
  }

  static void check(String sha256) {
    // It becomes part of a path.
    if (!valid(sha256)) {
      throw new IllegalArgumentException(sha256 + " is not a sha256 of 64 lower-case hex digits");
    }
  }
}
