package dev.slipway.runner.artifact;

import dev.slipway.runner.step.Reason;
import dev.slipway.runner.step.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The folder that parameter {@code output_dir} names. */
public final class OutputDir {
  private OutputDir() {}

  /**
   * Finds it.
   *
   * @param work the work folder
   * @param parameter relative to it
   * @return a folder inside the work folder, also where links are followed
   */
  public static Path of(Path work, String parameter) throws StepFailed, IOException {
    Path folder;
    try {
      folder = work.resolve(parameter).normalize();
    } catch (InvalidPathException e) {
      throw refused(parameter, "is not a path");
    }
    if (!folder.startsWith(work)) {
      throw refused(parameter, "leaves the work folder");
    }
    if (!Files.isDirectory(folder)) {
      throw refused(parameter, "is not there after the build");
    }
    if (!folder.toRealPath().startsWith(work.toRealPath())) {
      throw refused(parameter, "leads out of the work folder");
    }
    return folder;
  }

  private static StepFailed refused(String parameter, String why) {
    return new StepFailed(
        Reason.CONFIG_ERROR,
        "Parameter output_dir is `" + parameter + "`, which " + why + ".",
        "Name the folder that the build writes, relative to the project.");
  }
}
