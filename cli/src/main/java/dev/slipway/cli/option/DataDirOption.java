package dev.slipway.cli.option;

import dev.slipway.cli.shell.Shell;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the embedded coordinator keeps everything. */
public final class DataDirOption {
  private final Shell shell;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = {
        "The embedded coordinator's folder.",
        "Default: $$XDG_DATA_HOME/slipway or ~/.local/share/slipway."
      })
  private @Nullable Path dataDir;

  public DataDirOption(Shell shell) {
    this.shell = shell;
  }

  /** The folder, absolute; it need not exist. */
  public Path path() {
    if (dataDir != null) {
      return dataDir.toAbsolutePath().normalize();
    }
    String xdg = shell.variable("XDG_DATA_HOME");
    return xdg != null
        ? Path.of(xdg, "slipway").toAbsolutePath()
        : Path.of(System.getProperty("user.home"), ".local", "share", "slipway");
  }
}
