package dev.slipway.race;

import dev.slipway.race.link.LinkMatrix;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code e2e/link-matrix}: every fault of a network at every state of the conversation. */
@Command(
    name = "link-matrix",
    description = "Does to the link of a runner what networks do, at each state of it.",
    mixinStandardHelpOptions = true)
final class LinkMatrixCommand implements Callable<Integer> {
  @Option(
      names = "--only",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Only cells whose name holds this, as \"CUT at LOG\" (default: all).")
  private String only = "";

  /** Prints a line for each cell and the last line. 0: no cell is wrong. */
  @Override
  public Integer call() throws Exception {
    var cells =
        LinkMatrix.run(Folders.target().resolve("link-matrix"), cell -> cell.contains(only));
    cells.forEach(
        (cell, wrong) -> System.out.println(cell + ": " + (wrong.isEmpty() ? "right" : wrong)));
    long wrong = cells.values().stream().filter(each -> !each.isEmpty()).count();
    System.out.println("cells " + cells.size() + " wrong " + wrong);
    return wrong == 0 && !cells.isEmpty() ? 0 : 1;
  }
}
