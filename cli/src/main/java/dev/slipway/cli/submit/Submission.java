package dev.slipway.cli.submit;

import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.pack.Archive;
import dev.slipway.cli.shell.Screen;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.CreateBuildRequest;

/** Uploads what has to be and queues the build. */
public final class Submission {
  private final Coordinator coordinator;
  private final Screen screen;

  public Submission(Coordinator coordinator, Screen screen) {
    this.coordinator = coordinator;
    this.screen = screen;
  }

  /**
   * Blocks until the build is durably queued, and returns it.
   *
   * @param given what to upload first; its build is not looked at
   * @param parent {@code tenants/{tenant}}
   * @param build what to queue
   * @param requestId makes a repeat after a cut harmless
   * @throws Problem when the coordinator refuses one of them
   */
  public Build submit(Given given, String parent, Build build, String requestId) {
    upload(given, parent);
    Build queued = create(request(parent, build).setRequestId(requestId).build());
    screen.line("slipway: build " + Words.id(queued.getName()) + " of " + given.described());
    return queued;
  }

  /**
   * Blocks until the coordinator has checked the build, and returns it as it would be queued.
   * Nothing is queued; what it is made from is uploaded, since that is checked too.
   *
   * @throws Problem as {@link #submit}
   */
  Build check(Given given, String parent, Build build) {
    upload(given, parent);
    return create(request(parent, build).setValidateOnly(true).build());
  }

  private void upload(Given given, String parent) {
    Archive archive = given.archive();
    if (archive != null) {
      coordinator.call(new Upload(parent, archive, coordinator, screen));
      screen.close();
    }
  }

  private static CreateBuildRequest.Builder request(String parent, Build build) {
    return CreateBuildRequest.newBuilder().setParent(parent).setBuild(build);
  }

  private Build create(CreateBuildRequest request) {
    return coordinator.call(
        channel -> Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).createBuild(request));
  }
}
