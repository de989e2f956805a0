package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.v1.Build;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.Git;
import dev.slipway.v1.Source;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/** Builds that calls are about, by the real admission and the real ledger. */
@Singleton
public class TestCalls {
  private final TestBuilds make;
  private final Ledger ledger;
  private final TestRows rows;

  TestCalls(TestBuilds make, Ledger ledger, TestRows rows) {
    this.make = make;
    this.ledger = ledger;
    this.rows = rows;
  }

  /** A CreateBuild request in which nothing is wrong, and then what is said of it. */
  public static CreateBuildRequest.Builder request(String tenant, Consumer<Build.Builder> said) {
    var build =
        Build.newBuilder()
            .setTemplate("website")
            .setSource(
                Source.newBuilder()
                    .setGit(
                        Git.newBuilder().setRepository("https://example.org/x").setRef("main")));
    said.accept(build);
    return CreateBuildRequest.newBuilder().setParent("tenants/" + tenant).setBuild(build);
  }

  /** A build of the chat, which its failure blocks. */
  public BuildRef blocking(String tenant, String chat) {
    var build = make.aBuild().ofTenant(tenant).inChat(chat).queued();
    block(tenant, chat);
    fail(build);
    return build;
  }

  /** Has the chat stop when a build of it fails. */
  public void block(String tenant, String chat) {
    rows.execute(
        "UPDATE chat SET on_failure = 'BLOCK' WHERE tenant_id = ? AND chat_id = ?", tenant, chat);
  }

  /** An attempt of the build runs, and its steps fail. */
  public void fail(BuildRef build) {
    var held = make.lease(build);
    ledger.record(build, held.attemptUid(), new Claimed());
    ledger.record(
        build,
        held.attemptUid(),
        new StepsFailed(Failure.of(Reason.STEP_FAILED, "it broke", "mend it")));
  }

  /** Every attempt that the build may have is lost. */
  public BuildRef lose(BuildRef build) {
    for (int attempt = 1; attempt <= 3; attempt++) {
      var held = make.lease(build);
      ledger.record(build, held.attemptUid(), new Claimed());
      ledger.record(
          build,
          held.attemptUid(),
          new AttemptGone(Failure.of(Reason.RUNNER_LOST, "loss " + attempt, ""), true));
    }
    return build;
  }
}
