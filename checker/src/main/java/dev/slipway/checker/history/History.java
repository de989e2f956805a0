package dev.slipway.checker.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * All that was recorded of one run that has come to rest.
 *
 * @param operations what clients did
 * @param changes of the database's rows, by {@link Change#no}
 * @param works what the workloads wrote
 * @param kills processes that were killed
 */
public record History(
    List<Operation> operations, List<Change> changes, List<Work> works, List<Kill> kills) {
  public History {
    operations = List.copyOf(operations);
    changes = changes.stream().sorted(Comparator.comparingLong(Change::no)).toList();
    works = List.copyOf(works);
    kills = List.copyOf(kills);
  }

  /**
   * Reads {@code ops-*.jsonl}, {@code audit.jsonl}, {@code work-*.jsonl} and {@code kills.jsonl} of
   * a folder; a kind that is missing has no records. The last line of a work file may be torn,
   * because its writer may have been killed; it is left out. Blocks on the disk; about 1 kB of
   * memory a change.
   *
   * @throws IOException when a file cannot be read
   * @throws IllegalArgumentException when a line says something else than expected, with its place
   */
  public static History read(Path folder) throws IOException {
    return new History(
        Lines.whole(folder, "ops-*.jsonl", Records::operation),
        Lines.whole(folder, "audit.jsonl", new ChangeReader()::change),
        Lines.perhapsTorn(folder, "work-*.jsonl", Records::work),
        Lines.whole(folder, "kills.jsonl", Records::kill));
  }
}
