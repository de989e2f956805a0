package dev.slipway.cli.watch;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Build;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A line for each change, on stdout: for pipes, and as JSON for programs. */
final class BuildLines implements BuildsView {
  /** Builds of which it remembers what it said last; the one that changed longest ago goes. */
  private static final int REMEMBERED_MAX = 10_000;

  private final Shell shell;
  private final OutputOption output;
  private final Map<String, Long> said =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  BuildLines(Shell shell, OutputOption output) {
    this.shell = shell;
    this.output = output;
  }

  // After a cut the list comes again; what has not changed is not said twice.
  @Override
  public void reset() {}

  @Override
  public void show(List<Build> builds) {
    for (Build build : builds) {
      Long before = said.remove(build.getName());
      said.put(build.getName(), build.getLastSequence());
      if (before == null || before < build.getLastSequence()) {
        output.show(build, () -> shell.print(line(build)));
      }
    }
  }

  /** Its time, state and place, as far as there is something to say. */
  private static String line(Build build) {
    StringBuilder line = new StringBuilder(Words.time(build.getUpdateTime()));
    line.append("  ").append(Words.id(build.getName()));
    line.append("  ").append(EnumNames.brief(build.getState()));
    line.append("  ").append(build.getProject());
    line.append("  ").append(build.getChat().isEmpty() ? "-" : build.getChat());
    if (!build.getCurrentStep().isEmpty()) {
      line.append("  ").append(build.getProgress()).append(" % ").append(build.getCurrentStep());
    }
    if (build.hasFailure()) {
      line.append("  ").append(EnumNames.brief(build.getFailure().getReason()));
    }
    return line.toString();
  }
}
