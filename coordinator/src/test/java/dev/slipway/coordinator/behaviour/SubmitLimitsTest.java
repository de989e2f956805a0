package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.slipway.v1.BatchCreateBuildsRequest;
import dev.slipway.v1.InlineFiles;
import dev.slipway.v1.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may wait and be submitted: over it a submit is refused before anything is stored. */
@BehaviourTest
class SubmitLimitsTest extends Behaviour {

  @ParameterizedTest
  @CsvSource({"tenant", "project", "chat", "cluster"})
  void aFullQueueRefusesAndStoresNothingAndOthersSubmit(String kind) {
    client.chat(us, "garden", chat -> chat.setProject("shop"));
    client.submit(us, "garden");
    var last = client.submit(us, "garden");
    var scope = scope(kind);
    client.limit(scope, quota -> quota.setQueued(2));

    assertThat(Refusal.of(() -> client.submit(us, "garden")))
        .isEqualTo("RESOURCE_EXHAUSTED QUOTA_EXCEEDED quota " + scope + " retry");

    assertThat(client.stored(us)).isEqualTo(2);
    assertThat(client.chat(us + "/chats/garden").getLastSequence()).isEqualTo(2);
    othersSubmit(kind);
    client.cancel(last);
    if (!kind.equals("cluster")) {
      assertThat(client.get(client.submit(us, "garden")).getChatSequence())
          .as("the next number: the refused one took none")
          .isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"tenant", "project", "chat", "cluster"})
  void tooManySubmitsAnHourAreRefusedAlsoWhenNoneWaits(String kind) {
    client.chat(us, "garden", chat -> chat.setProject("shop"));
    var first = client.submit(us, "garden");
    client.cancel(first);
    var scope = scope(kind);
    client.limit(scope, quota -> quota.setBuildsPerHour(1));

    assertThat(Refusal.of(() -> client.submit(us, "garden")))
        .isEqualTo("RESOURCE_EXHAUSTED QUOTA_EXCEEDED quota " + scope + " retry");

    assertThat(client.stored(us)).isOne();
    othersSubmit(kind);
  }

  @Test
  void aTenantWhoseStorageIsFullSubmitsNoMoreAndOthersDo() {
    client.submit(
        us,
        "garden",
        build ->
            build
                .clearSteps()
                .setTemplate("snippet")
                .setSource(
                    Source.newBuilder()
                        .setInlineFiles(
                            InlineFiles.newBuilder()
                                .putFiles("a.js", ByteString.copyFromUtf8("1")))));
    client.limit(us, quota -> quota.setStorageBytes(1));

    assertThat(Refusal.of(() -> client.submit(us, "garden")))
        .isEqualTo("RESOURCE_EXHAUSTED QUOTA_EXCEEDED quota " + us + " retry");

    assertThat(client.stored(us)).isOne();
    client.submit(them, "garden");
    client.limit(us, quota -> quota.setStorageBytes(1_000_000));
    client.submit(us, "garden");
  }

  @Test
  void aBatchThatDoesNotFitAsAWholeIsRefusedAsAWhole() {
    client.limit(us, quota -> quota.setQueued(2));
    var batch = BatchCreateBuildsRequest.newBuilder().setParent(us);
    for (int i = 0; i < 3; i++) {
      batch.addRequests(Client.request("", "garden", _ -> {}));
    }

    assertThat(Refusal.of(() -> client.builds.batchCreateBuilds(batch.build())))
        .isEqualTo("RESOURCE_EXHAUSTED QUOTA_EXCEEDED quota " + us + " retry");

    assertThat(client.stored(us)).isZero();
    assertThat(client.builds.batchCreateBuilds(batch.removeRequests(0).build()).getBuildsCount())
        .isEqualTo(2);
  }

  @Test
  void aFullQueueStillAnswersARepeatAndRefusesACheck() {
    var request = Client.request(us, "garden", _ -> {}).setRequestId("wish").build();
    var first = client.builds.createBuild(request);
    client.limit(us, quota -> quota.setQueued(1));

    assertThat(client.builds.createBuild(request).getName()).isEqualTo(first.getName());
    assertThat(
            Refusal.of(
                () ->
                    client.builds.createBuild(
                        Client.request(us, "garden", _ -> {}).setValidateOnly(true).build())))
        .isEqualTo("RESOURCE_EXHAUSTED QUOTA_EXCEEDED quota " + us + " retry");
  }

  /** As near as they can be without being of the scope. */
  private void othersSubmit(String kind) {
    switch (kind) {
      case "project", "chat" -> client.submit(us, "orchard");
      case "tenant" -> client.submit(them, "garden");
      default ->
          assertThat(Refusal.of(() -> client.submit(them, "garden")))
              .as("the cluster is everybody's")
              .startsWith("RESOURCE_EXHAUSTED QUOTA_EXCEEDED quota cluster");
    }
  }

  private String scope(String kind) {
    return switch (kind) {
      case "tenant" -> us;
      case "project" -> us + "/projects/shop";
      case "chat" -> us + "/chats/garden";
      default -> "cluster";
    };
  }
}
