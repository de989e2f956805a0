package dev.slipway.cli.watch;

import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.v1.BatchGetBuildsRequest;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildsDelta;
import dev.slipway.v1.WatchBuildsRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;

/**
 * The builds of a tenant that have not ended, and each change of them, over any number of cuts. A
 * build that ends leaves the list; it is then read once more, to tell how.
 */
final class BuildsStream implements Coordinator.Call<Void> {
  private static final String UNENDED =
      "state != SUCCEEDED AND state != FAILED AND state != CANCELLED";

  private final String parent;
  private final String filter;
  private final Coordinator coordinator;
  private final BuildsView view;
  private String token = "";

  /**
   * @param filter which of them; empty: all
   */
  BuildsStream(String parent, String filter, Coordinator coordinator, BuildsView view) {
    this.parent = parent;
    this.filter = filter.isEmpty() ? UNENDED : filter + " AND " + UNENDED;
    this.coordinator = coordinator;
    this.view = view;
  }

  @Override
  public Void on(Channel channel) throws StatusException, InterruptedException {
    WatchBuildsRequest request =
        WatchBuildsRequest.newBuilder()
            .setParent(parent)
            .setFilter(filter)
            .setResumeToken(token)
            .build();
    BlockingClientCall<?, BuildsDelta> call =
        BuildServiceGrpc.newBlockingV2Stub(channel).watchBuilds(request);
    for (BuildsDelta delta = Deadline.next(call); delta != null; delta = Deadline.next(call)) {
      coordinator.heard();
      if (delta.getReset()) {
        view.reset();
      }
      view.show(delta.getChangedList());
      if (delta.getRemovedCount() > 0) {
        BatchGetBuildsRequest ended =
            BatchGetBuildsRequest.newBuilder()
                .setParent(parent)
                .addAllNames(delta.getRemovedList())
                .build();
        view.show(
            Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel))
                .batchGetBuilds(ended)
                .getBuildsList());
      }
      if (!delta.getResumeToken().isEmpty()) {
        token = delta.getResumeToken();
      }
    }
    throw Status.UNAVAILABLE.withDescription("the stream ended").asException();
  }
}
