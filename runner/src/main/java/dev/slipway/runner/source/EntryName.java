package dev.slipway.runner.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The name of an archive's entry as segments that are safe to join to a folder. */
final class EntryName {
  private static final int SEGMENT_BYTES_MAX = 255;

  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);

  private EntryName() {}

  /**
   * Splits {@code name}.
   *
   * @param depthMax how many folders deep it may lie
   * @param folder whether the entry is itself a folder
   * @return its segments; empty for the root itself
   * @throws InvalidSource when it could leave the folder, or be taken for something else than it
   *     looks like
   */
  static List<String> segments(String name, int depthMax, boolean folder) throws InvalidSource {
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      throw InvalidSource.entry(name, "has a control character in its name");
    }
    if (name.indexOf('\\') >= 0) {
      throw InvalidSource.entry(name, "has a backslash in its name; folders are separated by `/`");
    }
    if (name.startsWith("/") || DRIVE.matcher(name).matches()) {
      throw InvalidSource.entry(name, "has an absolute path");
    }
    List<String> segments = new ArrayList<>();
    for (String segment : name.split("/", -1)) {
      if (segment.equals("..")) {
        throw InvalidSource.entry(name, "leaves its folder with `..`");
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        if (segment.getBytes(StandardCharsets.UTF_8).length > SEGMENT_BYTES_MAX) {
          throw InvalidSource.entry(name, "has a name longer than " + SEGMENT_BYTES_MAX + " bytes");
        }
        segments.add(segment);
      }
    }
    int depth = folder ? segments.size() : segments.size() - 1;
    if (depth > depthMax) {
      throw InvalidSource.entry(name, "lies " + depth + " folders deep; the limit is " + depthMax);
    }
    return segments;
  }
}
