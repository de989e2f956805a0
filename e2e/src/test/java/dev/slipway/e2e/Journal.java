package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file to which the steps of builds append one short line each when they start and when they end.
 * The kernel appends whole lines in the order of the writes, so the file is the truth about what
 * ran when, whatever the coordinator believes.
 *
 * @param file where
 */
public record Journal(Path file) {

  /** One line: what happened to which build of which chat; {@code pid} of the step's shell. */
  public record Entry(String what, String chat, int build, long pid) {}

  /** A script that writes START, does something, and writes END. */
  public String around(String chat, int build, String script) {
    return """
    echo "START %1$s %2$d $$" >> %3$s
    %4$s
    echo "END %1$s %2$d $$" >> %3$s
    """
        .formatted(chat, build, file, script);
  }

  /** All entries so far, oldest first. */
  public List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    for (var line : Folders.read(file).lines().toList()) {
      var words = line.split(" ");
      entries.add(
          new Entry(words[0], words[1], Integer.parseInt(words[2]), Long.parseLong(words[3])));
    }
    return entries;
  }

  /** The entries of one chat. */
  public List<Entry> entries(String chat) {
    return entries().stream().filter(entry -> entry.chat().equals(chat)).toList();
  }

  /** START 1, END 1, START 2 … up to the last build, each once: nobody was killed in between. */
  public void assertStrictlyInOrder(String chat, int builds) {
    var expected = new ArrayList<String>();
    for (var build = 1; build <= builds; build++) {
      expected.add("START " + build);
      expected.add("END " + build);
    }
    assertThat(entries(chat))
        .extracting(entry -> entry.what() + " " + entry.build())
        .as("chat %s", chat)
        .isEqualTo(expected);
  }
}
