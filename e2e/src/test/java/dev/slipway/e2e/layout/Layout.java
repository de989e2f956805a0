package dev.slipway.e2e.layout;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * Compares compiled classes with the document.
 *
 * @param prefix of the packages that are ours, with the dot at its end
 */
record Layout(String prefix, Document document, JavaClasses classes) {

  /** One sentence for each difference; empty when the document tells the truth. */
  List<String> differences() {
    var rooms = new LinkedHashMap<String, Room>();
    document.rooms().forEach(room -> rooms.put(room.name(), room));
    var found = new TreeSet<String>();
    found.addAll(packagesWithoutRow(rooms));
    found.addAll(rowsWithoutPackage());
    found.addAll(cycles(rooms));
    for (var javaClass : classes) {
      for (var dependency : javaClass.getDirectDependenciesFromSelf()) {
        badImport(rooms, dependency).ifPresent(found::add);
        badTouch(dependency).ifPresent(found::add);
      }
    }
    return List.copyOf(found);
  }

  private List<String> packagesWithoutRow(Map<String, Room> rooms) {
    return classes.stream()
        .map(this::room)
        .filter(room -> !rooms.containsKey(room))
        .map(room -> "The package `%s` has no row in docs/layout.md.".formatted(room))
        .toList();
  }

  private List<String> rowsWithoutPackage() {
    var packages = classes.stream().map(this::room).toList();
    return document.rooms().stream()
        .map(Room::name)
        .filter(room -> !packages.contains(room))
        .map(room -> "The row `%s` of docs/layout.md has no package.".formatted(room))
        .toList();
  }

  private Optional<String> badImport(Map<String, Room> rooms, Dependency dependency) {
    var target = outermost(dependency.getTargetClass().getBaseComponentType());
    var from = rooms.get(room(dependency.getOriginClass()));
    // A class of ours that is not among the compiled ones is the protocol's: see the table of the
    // outside.
    if (from == null || !classes.contain(target.getName())) {
      return Optional.empty();
    }
    var to = room(target);
    return to.equals(from.name()) || from.allows(to)
        ? Optional.empty()
        : Optional.of(
            "%s imports %s, but the row `%s` of docs/layout.md allows: %s."
                .formatted(
                    name(dependency.getOriginClass()), name(target), from.name(), from.allowed()));
  }

  private Optional<String> badTouch(Dependency dependency) {
    var origin = outermost(dependency.getOriginClass());
    var target = dependency.getTargetClass().getBaseComponentType();
    return document.outsides().stream()
        .filter(outside -> outside.includes(target.getName()))
        .filter(outside -> !outside.isOpenTo(room(origin), plainName(origin)))
        .map(
            outside ->
                "%s uses %s, but docs/layout.md keeps %s in: %s."
                    .formatted(
                        name(origin),
                        target.getName(),
                        outside.name(),
                        String.join(", ", outside.places())))
        .findFirst();
  }

  private List<String> cycles(Map<String, Room> rooms) {
    var found = new ArrayList<String>();
    rooms
        .values()
        .forEach(room -> search(rooms, room, new LinkedHashSet<>()).ifPresent(found::add));
    return found;
  }

  /** Depth first; a cycle is told once, from its first room in the alphabet. */
  private Optional<String> search(Map<String, Room> rooms, Room room, SequencedSet<String> way) {
    if (!way.add(room.name())) {
      return way.getFirst().equals(room.name())
              && way.stream().allMatch(each -> room.name().compareTo(each) <= 0)
          ? Optional.of(
              "docs/layout.md allows a cycle: %s → %s."
                  .formatted(String.join(" → ", way), room.name()))
          : Optional.empty();
    }
    for (var next : rooms.values()) {
      if (room.allows(next.name()) && !next.equals(room)) {
        var cycle = search(rooms, next, new LinkedHashSet<>(way));
        if (cycle.isPresent()) {
          return cycle;
        }
      }
    }
    return Optional.empty();
  }

  private String room(JavaClass javaClass) {
    var name = javaClass.getPackageName();
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  private String name(JavaClass javaClass) {
    return javaClass.getName().substring(prefix.length());
  }

  /** The simple name, also of classes that Micronaut generates, which look nested and are not. */
  private static String plainName(JavaClass javaClass) {
    return javaClass.getName().substring(javaClass.getPackageName().length() + 1);
  }

  private static JavaClass outermost(JavaClass javaClass) {
    return javaClass.getEnclosingClass().map(Layout::outermost).orElse(javaClass);
  }
}
