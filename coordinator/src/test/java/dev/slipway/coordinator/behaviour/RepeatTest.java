package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.v1.BatchCreateBuildsRequest;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.Chat;
import dev.slipway.v1.RetryBuildRequest;
import dev.slipway.v1.UpdateBuildRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that are made twice because nobody knows whether the first one arrived. */
@BehaviourTest
class RepeatTest extends Behaviour {

  @Test
  void theSameSubmitAgainIsTheSameBuildWhateverBecameOfIt() {
    var request = Client.request(us, "garden", _ -> {}).setRequestId("wish").build();
    var first = client.builds.createBuild(request);
    platform.runs();
    platform.succeeds(first.getName());

    var again = client.builds.createBuild(request);

    assertThat(again)
        .returns(first.getName(), Build::getName)
        .returns(State.STATE_SUCCEEDED, Build::getState);
    assertThat(client.stored(us)).isOne();
    assertThat(client.chat(us + "/chats/garden").getLastSequence()).isOne();
  }

  @Test
  void anotherSubmitOfTheSameRequestIdIsRefusedAndNothingIsStored() {
    client.builds.createBuild(Client.request(us, "garden", _ -> {}).setRequestId("wish").build());

    assertThat(
            Refusal.of(
                () ->
                    client.builds.createBuild(
                        Client.request(us, "garden", build -> build.setMessageId("other"))
                            .setRequestId("wish")
                            .build())))
        .isEqualTo("ALREADY_EXISTS REQUEST_ID_TAKEN {request_id=wish}");

    assertThat(client.stored(us)).isOne();
  }

  @Test
  void aRequestIdIsOfItsTenant() {
    var ours =
        client.builds.createBuild(
            Client.request(us, "garden", _ -> {}).setRequestId("wish").build());

    var theirs =
        client.builds.createBuild(
            Client.request(them, "orchard", _ -> {}).setRequestId("wish").build());

    assertThat(theirs.getName()).startsWith(them).isNotEqualTo(ours.getName());
  }

  @Test
  void theSameBatchAgainIsTheSameBuildsAndHalfOfItIsRefused() {
    var batch =
        BatchCreateBuildsRequest.newBuilder()
            .setParent(us)
            .addRequests(Client.request(us, "garden", _ -> {}).setRequestId("one"))
            .addRequests(Client.request(us, "garden", _ -> {}).setRequestId("two"));
    var first = client.builds.batchCreateBuilds(batch.build());

    assertThat(client.builds.batchCreateBuilds(batch.build())).isEqualTo(first);
    batch.addRequests(Client.request(us, "garden", _ -> {}).setRequestId("three"));
    assertThat(Refusal.of(() -> client.builds.batchCreateBuilds(batch.build())))
        .isEqualTo("ALREADY_EXISTS REQUEST_ID_TAKEN {request_id=one}");
    assertThat(client.stored(us)).isEqualTo(2);
  }

  @Test
  void theSameRetryAgainIsTheSameBuildAndAnotherIsRefused() {
    var failed = client.submit(us, "garden");
    var other = client.submit(us, "orchard");
    platform.runs();
    platform.fails(failed);
    platform.fails(other);

    var retry = retry(failed, "again");

    assertThat(retry(failed, "again").getName()).isEqualTo(retry.getName());
    assertThat(Refusal.of(() -> retry(other, "again")))
        .isEqualTo("ALREADY_EXISTS REQUEST_ID_TAKEN {request_id=again}");
    assertThat(client.stored(us)).isEqualTo(3);
  }

  /** These say what shall be true, not what shall happen: the second time it is true already. */
  @Test
  void whatOnlySetsOrEndsSomethingMayBeRepeatedAsItIs() {
    var build = client.submit(us, "garden");
    var chat = us + "/chats/garden";

    for (var _ : List.of(1, 2)) {
      assertThat(client.limit(us, quota -> quota.setRunning(3)).getRunning()).isEqualTo(3);
      assertThat(client.pause(chat, pause -> pause.setReason("r")).getReason()).isEqualTo("r");
      client.update(chat, policies -> policies.setMaxParallel(2), "max_parallel");
      assertThat(client.chat(chat)).returns(2, Chat::getMaxParallel);
      assertThat(named(build, "spring").getDisplayName()).isEqualTo("spring");
    }
    var lastSequence = client.get(build).getLastSequence();
    for (var _ : List.of(1, 2)) {
      client.resume(chat);
      assertThat(client.cancel(build).getState()).isEqualTo(State.STATE_CANCELLED);
    }

    assertThat(client.get(build).getLastSequence())
        .as("one event more: the cancel, once")
        .isEqualTo(lastSequence + 1);
    assertThat(client.usage(them).values()).containsOnly(0L);
  }

  private Build named(String build, String displayName) {
    return client.builds.updateBuild(
        UpdateBuildRequest.newBuilder()
            .setBuild(Build.newBuilder().setName(build).setDisplayName(displayName))
            .setUpdateMask(Client.mask("display_name"))
            .build());
  }

  private Build retry(String build, String requestId) {
    return client.builds.retryBuild(
        RetryBuildRequest.newBuilder().setName(build).setRequestId(requestId).build());
  }
}
