package dev.slipway.coordinator.repeat;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells a repeat of a request from another request. Pure. */
public final class RequestHash {
  private RequestHash() {}

  /**
   * Hex sha256 of a request, with map entries in a fixed order: proto bytes alone may differ
   * between two equal messages. The caller clears what does not count, as the request_id.
   */
  public static String of(Message request) {
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      request.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(bytes.toByteArray());
  }

  /** The same, of a call: equal requests of two methods are not repeats of each other. */
  static String of(String method, Message request) {
    return of(method + " " + of(request));
  }

  /** Hex sha256 of a text. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String of(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
