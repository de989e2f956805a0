package dev.slipway.e2e.layout;

import java.util.List;

/**
 * A row of the table of packages.
 *
 * @param name the package, without the prefix that all of ours share
 * @param mayImport names of the rooms it may import; {@code *} stands for every room of its module
 */
record Room(String name, List<String> mayImport) {

  boolean allows(String other) {
    return mayImport.stream()
        .anyMatch(
            allowed ->
                allowed.endsWith(".*")
                    ? other.startsWith(allowed.substring(0, allowed.length() - 1))
                    : other.equals(allowed));
  }

  /** What it may import, for people. */
  String allowed() {
    return mayImport.isEmpty() ? "none" : String.join(", ", mayImport);
  }
}
