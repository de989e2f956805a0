package dev.slipway.cli.follow;

import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.shell.Interrupts;
import dev.slipway.cli.shell.Screen;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.CancelBuildRequest;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What Ctrl-C does while somebody follows a build on a terminal: asks whether to leave the build or
 * to end it. Leaving is the default, and what a second Ctrl-C does at once.
 */
final class Leaving {
  private static final String QUESTION = "detach or cancel the build? [d/c] ";

  private final String build;
  private final Coordinator coordinator;
  private final Screen screen;
  private final Shell shell;
  private final Thread follower = Thread.currentThread();
  private final AtomicBoolean asking = new AtomicBoolean();
  private final AtomicBoolean left = new AtomicBoolean();

  /**
   * Made by the thread that follows; leaving interrupts it.
   *
   * @param coordinator not used by other threads
   */
  Leaving(String build, Coordinator coordinator, Screen screen, Shell shell) {
    this.build = build;
    this.coordinator = coordinator;
    this.screen = screen;
    this.shell = shell;
  }

  /** Takes Ctrl-C, where there is somebody to ask. */
  Interrupts.Taken begin() {
    return shell.errIsTerminal() && shell.inIsTerminal()
        ? shell.interrupts().take(this::asked)
        : () -> {};
  }

  private void asked() {
    if (asking.getAndSet(true)) {
      detach();
      return;
    }
    screen.status(QUESTION);
    String answer = read();
    if (left.get()) {
      return;
    }
    screen.status("");
    if (answer.equals("c") || answer.equals("cancel")) {
      cancel();
      asking.set(false);
    } else {
      detach();
    }
  }

  private String read() {
    StringBuilder line = new StringBuilder();
    try {
      for (int c = shell.in().read(); c >= 0 && c != '\n'; c = shell.in().read()) {
        line.append((char) c);
      }
    } catch (IOException gone) {
      return "";
    }
    return line.toString().strip();
  }

  private void cancel() {
    try {
      CancelBuildRequest request =
          CancelBuildRequest.newBuilder().setName(build).setReason("Ctrl-C").build();
      coordinator.call(
          channel -> Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).cancelBuild(request));
    } catch (Problem problem) {
      screen.line("slipway: it could not be cancelled: " + problem.getMessage());
    }
  }

  private void detach() {
    if (!left.getAndSet(true)) {
      screen.close();
      screen.line("slipway: detached; the build goes on: slipway watch " + Words.id(build));
      follower.interrupt();
    }
  }
}
