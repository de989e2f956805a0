package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.ListPausesRequest;
import dev.slipway.v1.ListPausesResponse;
import dev.slipway.v1.Pause;
import dev.slipway.v1.PauseQueueRequest;
import dev.slipway.v1.ResumeQueueRequest;
import dev.slipway.v1.ResumeQueueResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PauseTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address()).variable("USER", "ada");

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void pauseHoldsTheNamedScopeUntilSomebodyResumesIt() {
    Cli.Result result = cli.run("pause", "--chat", "c1", "--reason", "moving");

    assertThat(result.exit()).isZero();
    assertThat(result.lines()).containsExactly("tenants/default/chats/c1");
    assertThat(result.err())
        .contains("nothing of tenants/default/chats/c1 starts until `slipway resume");
    Pause sent = sent();
    assertThat(sent.getScope()).isEqualTo("tenants/default/chats/c1");
    assertThat(sent.getMode()).isEqualTo(Pause.Mode.MODE_HOLD);
    assertThat(sent.getPausedBy()).isEqualTo("ada");
    assertThat(sent.getReason()).isEqualTo("moving");
    assertThat(sent.hasUntilTime()).isFalse();
  }

  @Test
  void pauseMayDrainAndEndByItself() {
    Cli.Result result = cli.run("pause", "cluster", "--drain", "--for", "10m", "--by", "ops");

    Pause sent = sent();
    assertThat(sent.getMode()).isEqualTo(Pause.Mode.MODE_DRAIN);
    assertThat(sent.getPausedBy()).isEqualTo("ops");
    assertThat(sent.getUntilTime()).isEqualTo(Words.timestamp(Cli.NOW.plusSeconds(600)));
    assertThat(result.err()).contains("until " + Words.time(sent.getUntilTime()));
  }

  @Test
  void pauseMayEndAtATime() {
    cli.run("pause", "--tenant", "acme", "--until", "2026-11-26T09:00Z");

    assertThat(sent().getScope()).isEqualTo("tenants/acme");
    assertThat(sent().getUntilTime()).isEqualTo(Words.timestamp(Cli.NOW.plusSeconds(3600)));
  }

  @Test
  void scopeThatIsNotNamedIsNeitherPausedNorResumedNorLimited() {
    cli.variable("SLIPWAY_TENANT", "acme").variable("SLIPWAY_CHAT", "c1");

    for (String[] words :
        new String[][] {{"pause"}, {"resume"}, {"quota", "set", "--running", "1"}}) {
      Cli.Result result = cli.run(words);
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err()).contains("say which scope").contains("`cluster` is everything");
    }
    assertThat(coordinator.queue.answers.requests()).isEmpty();
    assertThat(coordinator.quotas.answers.requests()).isEmpty();
  }

  @Test
  void pauseTakesOneEndAndSomebodyToAsk() {
    assertThat(cli.run("pause", "cluster", "--for", "1m", "--until", "2m").err())
        .contains("give --for or --until, not both");
    assertThat(cli.variable("USER", "").run("pause", "cluster").err())
        .contains("say who pauses it with --by");
    assertThat(coordinator.queue.answers.requests()).isEmpty();
  }

  @Test
  void resumePrintsWhatItEnded() {
    coordinator.queue.resumed =
        ResumeQueueResponse.newBuilder()
            .setEnded(Pause.newBuilder().setScope("tenants/acme"))
            .build();

    Cli.Result result = cli.run("resume", "tenants/acme");

    assertThat(result.lines()).containsExactly("tenants/acme");
    assertThat(coordinator.queue.answers.only(ResumeQueueRequest.class).getScope())
        .isEqualTo("tenants/acme");
  }

  @Test
  void resumeOfWhatIsNotPausedSaysSoAndIsNoFailure() {
    Cli.Result result = cli.run("resume", "cluster");

    assertThat(result.exit()).isZero();
    assertThat(result.out().isEmpty()).isTrue();
    assertThat(result.err()).contains("cluster was not paused");
  }

  @Test
  void pausesAreAllThereAreByDefault() {
    coordinator.queue.pauses =
        ListPausesResponse.newBuilder()
            .addPauses(
                Pause.newBuilder()
                    .setScope("tenants/acme")
                    .setMode(Pause.Mode.MODE_DRAIN)
                    .setPausedBy("ada")
                    .setPauseTime(Words.timestamp(Cli.NOW))
                    .setReason("moving"))
            .build();

    Cli.Result result = cli.run("pauses");

    assertThat(result.lines())
        .hasSize(2)
        .last()
        .isEqualTo(
            "tenants/acme  DRAIN  ada  "
                + Words.time(Words.timestamp(Cli.NOW))
                + "  -      moving");
    assertThat(coordinator.queue.answers.only(ListPausesRequest.class).getScope())
        .isEqualTo("cluster");
    assertThat(cli.run("pauses", "-o", "json").json().get("mode").getAsString()).isEqualTo("DRAIN");
  }

  private Pause sent() {
    return coordinator.queue.answers.only(PauseQueueRequest.class).getPause();
  }
}
