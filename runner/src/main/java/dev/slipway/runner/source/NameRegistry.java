package dev.slipway.runner.source;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every name taken so far. Refuses the second of two that some file system takes for one: same
 * letters in another case or in another Unicode form.
 */
final class NameRegistry {
  private record Taken(String name, boolean folder) {}

  private final Map<String, Taken> taken = new HashMap<>();

  /** Takes a folder and those above it; taking one twice is fine. */
  void folder(List<String> segments) throws InvalidSource {
    for (int length = 1; length <= segments.size(); length++) {
      take(String.join("/", segments.subList(0, length)), true);
    }
  }

  /** Takes a file and the folders above it. */
  void file(List<String> segments) throws InvalidSource {
    folder(segments.subList(0, segments.size() - 1));
    take(String.join("/", segments), false);
  }

  private void take(String name, boolean folder) throws InvalidSource {
    Taken before = taken.putIfAbsent(key(name), new Taken(name, folder));
    if (before == null || (before.folder && folder && before.name.equals(name))) {
      return;
    }
    if (!before.name.equals(name)) {
      throw InvalidSource.entry(
          name,
          "differs from "
              + InvalidSource.quoted(before.name)
              + " only by case or Unicode form; some file systems take both for one");
    }
    throw InvalidSource.entry(
        name, before.folder == folder ? "is there twice" : "is there as a file and as a folder");
  }

  /** Upper before lower case, so that letters like the two Greek small sigmas fall together too. */
  private static String key(String name) {
    String one = Normalizer.normalize(name, Normalizer.Form.NFC);
    return Normalizer.normalize(
        one.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }
}
