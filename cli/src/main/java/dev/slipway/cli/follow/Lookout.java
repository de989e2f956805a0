package dev.slipway.cli.follow;

import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.shell.Marks;
import dev.slipway.cli.shell.Screen;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.waiting.Place;
import dev.slipway.v1.Blocker;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.QueueStatus;
import io.grpc.Channel;
import io.grpc.StatusException;
import java.time.Duration;

/**
 * Shows a waiting build's place, expected start and first blocker: on a terminal as its last line,
 * which changes; elsewhere as a line when the place or the blocker is another, and then not more
 * often than every {@value #LOOKS_PER_LINE} looks.
 */
final class Lookout {
  /** Most builds start before; they are not looked at. */
  private static final Duration PAUSE_FIRST = Duration.ofMillis(500);

  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final int LOOKS_PER_LINE = 5;

  private final String build;
  private final Coordinator coordinator;
  private final Screen screen;
  private final Shell shell;
  private String shown = "";
  private int looks;

  Lookout(String build, Coordinator coordinator, Screen screen, Shell shell) {
    this.build = build;
    this.coordinator = coordinator;
    this.screen = screen;
    this.shell = shell;
  }

  /** Notes that an event came, after which the build waits or does not. */
  void begin(boolean waiting) {
    if (!waiting && looks > 0) {
      screen.status("");
      looks = 0;
    }
  }

  /** How long to wait for an event before the next look. */
  Duration pause() {
    return looks == 0 ? PAUSE_FIRST : PAUSE;
  }

  /** Asks for the build and shows what it waits for. Blocks for the answer. */
  void look(Channel channel) throws StatusException, InterruptedException {
    GetBuildRequest request = GetBuildRequest.newBuilder().setName(build).build();
    Build now = Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).getBuild(request);
    coordinator.heard();
    if (now.hasQueueStatus()) {
      show(now);
    }
    looks++;
  }

  private void show(Build now) {
    String line = Place.line(now.getState(), now.getQueueStatus());
    String matter = matter(now.getQueueStatus());
    if (shell.errIsTerminal()) {
      screen.status(line);
    } else if (looks % LOOKS_PER_LINE == 0 && !matter.equals(shown)) {
      screen.line(new Marks(shell).note() + " " + line);
      shown = matter;
    }
  }

  // Without the times: they change with every look.
  private static String matter(QueueStatus status) {
    Blocker first =
        status.getBlockersCount() == 0 ? Blocker.getDefaultInstance() : status.getBlockers(0);
    return status.getPosition() + " " + first.getKind() + " " + first.getHoldersList();
  }
}
