package dev.slipway.e2e.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The two tables of {@code docs/layout.md}, told apart by their first heading: {@code package}
 * (name, words, may import) and {@code outside} (name, names, only in). Names stand in back quotes.
 */
record Document(List<Room> rooms, List<Outside> outsides) {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  static Document parse(String markdown) {
    var rooms = new ArrayList<Room>();
    var outsides = new ArrayList<Outside>();
    var heading = "";
    for (var line : markdown.lines().toList()) {
      var cells = line.strip().split("\\|", -1);
      if (!line.startsWith("|") || cells.length < 5) {
        heading = "";
      } else if (heading.isEmpty()) {
        heading = cells[1].strip();
      } else if (!cells[1].contains("---")) {
        switch (heading) {
          case "package" -> rooms.add(new Room(codes(cells[1]).getFirst(), codes(cells[3])));
          case "outside" ->
              outsides.add(new Outside(cells[1].strip(), codes(cells[2]), codes(cells[3])));
          default -> throw new IllegalArgumentException("a table that nobody reads: " + line);
        }
      }
    }
    return new Document(List.copyOf(rooms), List.copyOf(outsides));
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map((MatchResult code) -> code.group(1)).toList();
  }
}
