package dev.slipway.coordinator.preview;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The path of a request inside a site. Decoded once; what could mean another file to anybody on the
 * way (a dot segment, a backslash, an encoded slash, a control character) is no path at all.
 *
 * @param path decoded, without the leading slash; empty for the root
 */
record SitePath(String path) {

  /** Reads the raw target of a request; empty when it is hostile or malformed. */
  static Optional<SitePath> parse(String rawPath) {
    if (!rawPath.startsWith("/")) {
      return Optional.empty();
    }
    var path = new StringBuilder();
    String[] segments = rawPath.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      Optional<String> segment = decode(segments[i]);
      boolean last = i == segments.length - 1;
      if (segment.isEmpty() || !harmless(segment.get(), last)) {
        return Optional.empty();
      }
      path.append(segment.get()).append(last ? "" : "/");
    }
    return Optional.of(new SitePath(path.toString()));
  }

  /** Whether it names a folder, as far as the client knows. */
  boolean folder() {
    return path.isEmpty() || path.endsWith("/");
  }

  /** Whether the last segment has a file extension. */
  boolean hasExtension() {
    return path.indexOf('.', path.lastIndexOf('/') + 1) >= 0;
  }

  private static boolean harmless(String segment, boolean last) {
    return !(segment.isEmpty() && !last)
        && !segment.equals(".")
        && !segment.equals("..")
        && segment.chars().noneMatch(c -> c == '/' || c == '\\' || c < 0x20 || c == 0x7f);
  }

  private static Optional<String> decode(String raw) {
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '%') {
        if (c > 0x7f) {
          return Optional.empty();
        }
        bytes.write(c);
        continue;
      }
      int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(raw.charAt(i + 2), 16);
      if (low < 0) {
        return Optional.empty();
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    try {
      // A new decoder reports bad UTF-8; String's constructor would replace it.
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
