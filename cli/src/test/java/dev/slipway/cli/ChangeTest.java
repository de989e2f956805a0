package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.Script;
import dev.slipway.v1.Build;
import dev.slipway.v1.BulkCancelBuildsResponse;
import dev.slipway.v1.UpdateBuildRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands that change what becomes of builds. */
class ChangeTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void retryFollowsTheNewBuildAndEndsWithItsOutcome() {
    coordinator.builds.script = Script.ofFailure();

    Cli.Result result = cli.run("retry", "b7");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("build " + id() + " repeats b7").contains("FAILED after");
    assertThat(coordinator.builds.retried)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.getName()).isEqualTo("tenants/default/builds/b7");
              assertThat(request.getRequestId()).isNotEmpty();
            });
    assertThat(coordinator.builds.watched.getFirst().getName()).isEqualTo(Script.BUILD);
  }

  @Test
  void detachedRetryPrintsTheNewName() {
    Cli.Result result = cli.run("retry", "b7", "--detach", "--request-id", "r1");

    assertThat(result.exit()).isZero();
    assertThat(result.lines()).containsExactly(Script.BUILD);
    assertThat(coordinator.builds.retried.getFirst().getRequestId()).isEqualTo("r1");
    assertThat(coordinator.builds.watched).isEmpty();
  }

  @Test
  void updateSendsOnlyWhatIsGiven() {
    Cli.Result result = cli.run("update", "b7", "--priority", "high", "--label", "a=1");

    assertThat(result.lines()).containsExactly("priority    HIGH", "label       a=1");
    UpdateBuildRequest request = coordinator.builds.updated.getFirst();
    assertThat(request.getUpdateMask().getPathsList()).containsExactly("priority", "labels");
    assertThat(request.getBuild().getName()).isEqualTo("tenants/default/builds/b7");
    assertThat(request.getBuild().getPriority()).isEqualTo(Build.Priority.PRIORITY_HIGH);
    assertThat(request.getBuild().getLabelsMap()).containsOnly(entry("a", "1"));
  }

  @Test
  void updateTakesTheNameAway() {
    cli.run("update", "b7", "--name", "");

    UpdateBuildRequest request = coordinator.builds.updated.getFirst();
    assertThat(request.getUpdateMask().getPathsList()).containsExactly("display_name");
    assertThat(request.getBuild().getDisplayName()).isEmpty();
  }

  @Test
  void updateOfNothingIsRefused() {
    Cli.Result result = cli.run("update", "b7");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("give --priority, --label or --name");
    assertThat(coordinator.builds.updated).isEmpty();
  }

  @Test
  void cancelByFilterOnlyCountsWithoutForce() {
    coordinator.builds.bulkAnswer = matching(2, false);

    Cli.Result result = cli.run("cancel", "--filter", "chat = \"c1\"");

    assertThat(result.exit()).isZero();
    assertThat(result.lines()).containsExactly("b1", "b2");
    assertThat(result.err()).contains("2 builds would be cancelled; --force does it");
    assertThat(coordinator.builds.bulkCancelled)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.getParent()).isEqualTo("tenants/default");
              assertThat(request.getFilter()).isEqualTo("chat = \"c1\"");
              assertThat(request.getForce()).isFalse();
            });
    assertThat(coordinator.builds.cancelled).isEmpty();
  }

  @Test
  void cancelByFilterWithForceAsksForTheEndOfAll() {
    coordinator.builds.bulkAnswer = matching(2, false);

    Cli.Result result =
        cli.run("cancel", "--filter", "chat = \"c1\"", "--force", "--reason", "typo", "-o", "json");

    assertThat(result.json().get("count").getAsInt()).isEqualTo(2);
    assertThat(result.err()).contains("2 builds are asked to end");
    assertThat(coordinator.builds.bulkCancelled.getFirst().getForce()).isTrue();
    assertThat(coordinator.builds.bulkCancelled.getFirst().getReason()).isEqualTo("typo");
  }

  @Test
  void cancelSaysWhenMoreMatchThanOneCallTakes() {
    coordinator.builds.bulkAnswer = matching(10_000, true);

    assertThat(cli.run("cancel", "--filter", "state = QUEUED").err())
        .contains("more than 10000 builds would be cancelled");
    assertThat(cli.run("cancel", "--filter", "state = QUEUED", "--force").err())
        .contains("10000 builds are asked to end; more match: run it again");
  }

  @Test
  void cancelTakesABuildOrAFilter() {
    assertThat(cli.run("cancel").exit()).isEqualTo(2);
    assertThat(cli.run("cancel", "b1", "--filter", "chat = \"c1\"").err())
        .contains("give one build or --filter");
    assertThat(coordinator.builds.cancelled).isEmpty();
    assertThat(coordinator.builds.bulkCancelled).isEmpty();
  }

  private static BulkCancelBuildsResponse matching(int count, boolean more) {
    return BulkCancelBuildsResponse.newBuilder()
        .setCount(count)
        .addBuilds("tenants/default/builds/b1")
        .addBuilds("tenants/default/builds/b2")
        .setMore(more)
        .build();
  }

  private static String id() {
    return Script.BUILD.substring(Script.BUILD.lastIndexOf('/') + 1);
  }
}
