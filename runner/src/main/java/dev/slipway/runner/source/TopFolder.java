package dev.slipway.runner.source;

import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.PlanArchive.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of an unpacked archive that is the project: the one folder at its top when there is
 * nothing else, as `zip -r site.zip site/` and git hosts pack it; else all of it.
 */
final class TopFolder {
  private TopFolder() {}

  /**
   * Never below the top for a plain tar, whose paths the client gave one by one, or for `custom`,
   * whose commands name paths.
   */
  static Path of(Path unpacked, Plan plan, Format format) throws IOException {
    if (format == Format.FORMAT_TAR || plan.getTemplate().equals("custom")) {
      return unpacked;
    }
    try (Stream<Path> top = Files.list(unpacked)) {
      List<Path> two = top.limit(2).toList();
      boolean single =
          two.size() == 1 && Files.isDirectory(two.getFirst(), LinkOption.NOFOLLOW_LINKS);
      return single ? two.getFirst() : unpacked;
    }
  }
}
