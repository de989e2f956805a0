package dev.slipway.cli.follow;

import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.shell.Interrupts;
import dev.slipway.cli.shell.Screen;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.GetBuildRequest;

/** Shows everything that happens to a build, from its first event to its last. */
public final class Follow {
  private final Coordinator coordinator;
  private final OutputOption output;
  private final Screen screen;
  private final Shell shell;
  private final EventLines lines;

  public Follow(Coordinator coordinator, OutputOption output, Screen screen, Shell shell) {
    this.coordinator = coordinator;
    this.output = output;
    this.screen = screen;
    this.shell = shell;
    this.lines = new EventLines(screen, shell);
  }

  /**
   * Blocks until the build has ended and returns it as it is then.
   *
   * @param build its resource name
   */
  public Build toEnd(String build) {
    Lookout lookout = new Lookout(build, coordinator, screen, shell);
    EventStream stream = new EventStream(build, coordinator, this::show, lookout);
    try (Coordinator other = coordinator.another();
        Interrupts.Taken _ = new Leaving(build, other, screen, shell).begin()) {
      coordinator.call(stream);
    }
    screen.close();
    GetBuildRequest request = GetBuildRequest.newBuilder().setName(build).build();
    return coordinator.call(
        channel -> Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).getBuild(request));
  }

  private void show(BuildEvent event) {
    lines.show(event);
    // The log belongs to people; programs read it with `slipway logs`, as bytes and not in base64.
    if (output.isJson() && event.getSequence() > 0) {
      output.printJson(event);
    }
  }
}
