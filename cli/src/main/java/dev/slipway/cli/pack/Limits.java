package dev.slipway.cli.pack;

import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.shell.Words;

/**
 * What the coordinator and the runner will take, checked before anything is sent. They check it
 * again; a source that is over a limit is only told sooner here.
 */
public final class Limits {
  /** Of one archive: UploadHeader.size_bytes. */
  public static final long ARCHIVE_BYTES_MAX = 256L << 20;

  static final long UNPACKED_BYTES_MAX = 512L << 20;
  static final int ENTRIES_MAX = 20_000;
  static final int DEPTH_MAX = 64;

  private Limits() {}

  /** Refuses an archive over the size limit. */
  public static void checkArchive(String what, long bytes) {
    if (bytes > ARCHIVE_BYTES_MAX) {
      throw over(
          what, "is larger (" + Words.size(bytes) + " packed)", Words.size(ARCHIVE_BYTES_MAX));
    }
  }

  static void checkEntries(String what, int entries) {
    if (entries > ENTRIES_MAX) {
      throw over(what, "holds more files", "20,000");
    }
  }

  static void checkUnpacked(String what, long bytes) {
    if (bytes > UNPACKED_BYTES_MAX) {
      throw over(what, "holds more bytes", Words.size(UNPACKED_BYTES_MAX));
    }
  }

  static void checkDepth(String path) {
    if (path.chars().filter(c -> c == '/').count() >= DEPTH_MAX) {
      throw over(path, "is deeper", DEPTH_MAX + " folders");
    }
  }

  private static Problem over(String what, String is, String limit) {
    return new Problem(
        ExitCode.USAGE,
        what + " " + is + " than the limit of " + limit,
        "name what the build does not need in .gitignore");
  }
}
