package dev.slipway.e2e.layout;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;

/**
 * A row of the table of the outside: a library or a protocol, and the few places that may touch it.
 *
 * @param name for people
 * @param names packages, with all below them, and single classes
 * @param places {@code room} or {@code room:Class}, both with {@code *} for any characters
 */
record Outside(String name, List<String> names, List<String> places) {

  boolean includes(String className) {
    return names.stream()
        .anyMatch(
            ours ->
                className.equals(ours)
                    || className.startsWith(ours + ".")
                    || className.startsWith(ours + "$"));
  }

  boolean isOpenTo(String room, String className) {
    return places.stream()
        .map(place -> place.split(":", 2))
        .anyMatch(
            place ->
                matches(place[0], room) && (place.length == 1 || matches(place[1], className)));
  }

  private static boolean matches(String glob, String text) {
    return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(text));
  }
}
