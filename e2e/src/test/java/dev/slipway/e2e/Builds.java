package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.ListBuildEventsRequest;
import dev.slipway.v1.ReadLogsRequest;
import dev.slipway.v1.WaitBuildRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Submits builds to one coordinator and follows them to their end. */
public final class Builds {

  /** The tenant that embedded mode has. */
  public static final String TENANT = "tenants/default";

  private static final Set<State> ENDED =
      EnumSet.of(State.STATE_SUCCEEDED, State.STATE_FAILED, State.STATE_CANCELLED);

  private final Slipway slipway;

  Builds(Slipway slipway) {
    this.slipway = slipway;
  }

  /** Whether a build in this state, or an event with it, is the last. */
  public static boolean isTerminal(State state) {
    return ENDED.contains(state);
  }

  /** Queues a build. */
  public Build submit(Build.Builder build) {
    return slipway
        .builds()
        .createBuild(CreateBuildRequest.newBuilder().setParent(TENANT).setBuild(build).build());
  }

  /** The build once it has ended; fails with its log if that takes too long. */
  public Build ended(Build build) {
    var after =
        slipway
            .builds()
            .waitBuild(
                WaitBuildRequest.newBuilder()
                    .setName(build.getName())
                    .setTimeout(Duration.newBuilder().setSeconds(Slipway.PATIENCE.toSeconds() - 20))
                    .build());
    assertThat(isTerminal(after.getState()))
        .as("the build has ended:%n%s%nits log:%n%s", after, logText(build))
        .isTrue();
    return after;
  }

  /** The build once it has SUCCEEDED; fails with its failure and its log if it ends otherwise. */
  public Build succeeded(Build build) {
    var after = ended(build);
    assertThat(after.getState())
        .as("state of:%n%s%nits log:%n%s", after, logText(build))
        .isEqualTo(State.STATE_SUCCEEDED);
    return after;
  }

  /** The build once it has FAILED; fails with its log if it ends otherwise. */
  public Build failed(Build build) {
    var after = ended(build);
    assertThat(after.getState())
        .as("state of:%n%s%nits log:%n%s", after, logText(build))
        .isEqualTo(State.STATE_FAILED);
    return after;
  }

  /** All stored events, oldest first, read by pages of three so that paging is used too. */
  public List<BuildEvent> events(Build build) {
    var events = new ArrayList<BuildEvent>();
    var page = ListBuildEventsRequest.newBuilder().setName(build.getName()).setPageSize(3);
    do {
      var answer = slipway.builds().listBuildEvents(page.build());
      events.addAll(answer.getEventsList());
      page.setPageToken(answer.getNextPageToken());
    } while (!page.getPageToken().isEmpty());
    return events;
  }

  /** The whole log as it is stored now. */
  public ByteString log(Build build) {
    var log = ByteString.empty();
    while (true) {
      var piece =
          slipway
              .logs()
              .readLogs(
                  ReadLogsRequest.newBuilder()
                      .setName(build.getName())
                      .setOffset(log.size())
                      .build());
      log = log.concat(piece.getData());
      if (log.size() >= piece.getEndOffset()) {
        return log;
      }
    }
  }

  /** The whole log as text. */
  public String logText(Build build) {
    return log(build).toStringUtf8();
  }
}
