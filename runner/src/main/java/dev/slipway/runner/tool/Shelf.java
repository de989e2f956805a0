package dev.slipway.runner.tool;

import dev.slipway.runner.step.Reason;
import dev.slipway.runner.step.Removal;
import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.step.StepFailed;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Tools that npm brings, each version in a folder of its own in the cache, kept for later attempts.
 *
 * <p>Not npx: two attempts that npx installs the same tool for at once get into each other's way.
 */
public final class Shelf {
  private static final List<String> NPM_INSTALL =
      List.of(
          "npm",
          "install",
          "--no-audit",
          "--no-fund",
          "--no-save",
          "--no-package-lock",
          "--loglevel=error");

  private final StepContext context;

  /**
   * The shelf of this attempt's cache; what npm prints goes to the log of {@code context}'s step.
   */
  public Shelf(StepContext context) {
    this.context = context;
  }

  /**
   * The folder that holds the programs of {@code npmPackage}, to be put on PATH. Installs it when
   * it is not there; blocks until it is.
   *
   * @param version exact
   */
  public Path programs(String npmPackage, String version)
      throws StepFailed, IOException, InterruptedException {
    String name = npmPackage.replace("@", "").replace('/', '-') + "-" + version;
    Path shelf = context.folders().cache().resolve("tools");
    Path tool = shelf.resolve(name);
    if (!Files.isDirectory(tool)) {
      install(npmPackage + "@" + version, shelf, tool);
    }
    return tool.resolve("node_modules").resolve(".bin");
  }

  private void install(String spec, Path shelf, Path tool)
      throws StepFailed, IOException, InterruptedException {
    Files.createDirectories(shelf);
    Path making = Files.createTempDirectory(shelf, ".making-");
    try {
      context.say("Getting " + spec + " (kept for later builds).");
      List<String> words = new java.util.ArrayList<>(NPM_INSTALL);
      words.addAll(List.of("--prefix", making.toString(), spec));
      int exit = context.run(words, Map.of());
      if (exit != 0) {
        throw new StepFailed(
            Reason.CONFIG_ERROR,
            "npm could not bring " + spec + " (exit code " + exit + ").",
            "The last lines say why; check that this version exists and the registry can be"
                + " reached.");
      }
      place(making, tool);
    } finally {
      Removal.of(making);
    }
  }

  /** Where two attempts get the same tool at once, the first one's stays. */
  private static void place(Path making, Path tool) throws IOException {
    try {
      Files.move(making, tool, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!Files.isDirectory(tool)) {
        throw e;
      }
    }
  }
}
