package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildsDelta;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * All builds of a tenant; each fake stream is cut, and after the last one the coordinator refuses.
 */
class WatchAllTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void onAPipeEachChangeIsALine() {
    coordinator.builds.deltas.add(
        List.of(
            listed(build("b1", Build.State.STATE_QUEUED, 1)),
            changed(build("b1", Build.State.STATE_RUNNING, 4))));

    Cli.Result result = cli.run("watch", "--all");

    assertThat(result.lines()).hasSize(2);
    assertThat(result.lines().get(0)).contains("b1  QUEUED  site  garden");
    assertThat(result.lines().get(1)).contains("b1  RUNNING  site  garden  40 % install");
    assertThat(result.err()).containsOnlyOnce("trying again");
  }

  @Test
  void afterACutItGoesOnWithItsTokenAndSaysNothingTwice() {
    Build queued = build("b1", Build.State.STATE_QUEUED, 1);
    coordinator.builds.deltas.add(List.of(listed(queued)));
    coordinator.builds.deltas.add(
        List.of(
            changed(queued),
            changed(build("b2", Build.State.STATE_QUEUED, 1)),
            BuildsDelta.newBuilder().setResumeToken("t3").build()));

    Cli.Result result = cli.run("watch", "--all", "-o", "json");

    assertThat(result.lines())
        .extracting(
            line -> JsonParser.parseString(line).getAsJsonObject().get("name").getAsString())
        .containsExactly("tenants/default/builds/b1", "tenants/default/builds/b2");
    assertThat(coordinator.builds.watchedMany)
        .extracting(request -> request.getResumeToken())
        .containsExactly("", "t1", "t3");
  }

  @Test
  void whatEndsIsReadOnceMore() {
    coordinator.builds.deltas.add(
        List.of(
            listed(build("b1", Build.State.STATE_RUNNING, 4)),
            BuildsDelta.newBuilder().addRemoved("tenants/default/builds/b1").build()));

    Cli.Result result = cli.run("watch", "--all");

    assertThat(result.lines()).hasSize(2);
    assertThat(result.lines().getLast()).contains("b1  SUCCEEDED");
  }

  @Test
  void aProjectAndAChatAreInTheFilter() {
    cli.run("watch", "--project", "site", "--chat", "garden");

    assertThat(coordinator.builds.watchedMany.getFirst().getFilter())
        .isEqualTo(
            "chat = \"garden\" AND project = \"site\" AND state != SUCCEEDED AND state != FAILED"
                + " AND state != CANCELLED");
    assertThat(coordinator.builds.watchedMany.getFirst().getParent()).isEqualTo("tenants/default");
  }

  @Test
  void onATerminalTheTableIsDrawnAgainInItsPlace() {
    coordinator.builds.deltas.add(
        List.of(
            listed(
                build("b1", Build.State.STATE_RUNNING, 4),
                build("b2", Build.State.STATE_QUEUED, 1),
                build("b3", Build.State.STATE_QUEUED, 1)),
            BuildsDelta.newBuilder().addRemoved("tenants/default/builds/b1").build()));

    String out = cli.onTerminal().variable("LINES", "7").run("watch", "--all").out().toStringUtf8();

    // A heading, three builds and a last line; then the same place with what ended in green.
    assertThat(out).contains("3 builds under way\n\r\u001b[5A\u001b[J");
    assertThat(out).contains("2 builds under way\n");
    assertThat(out.substring(out.indexOf("\u001b[J"))).contains("\u001b[32mb1", "SUCCEEDED");
  }

  @Test
  void noColorIsRespectedAndATallListIsCut() {
    coordinator.builds.deltas.add(
        List.of(
            listed(
                build("b1", Build.State.STATE_FAILED, 4),
                build("b2", Build.State.STATE_QUEUED, 1),
                build("b3", Build.State.STATE_QUEUED, 1))));

    String out =
        cli.onTerminal()
            .variable("NO_COLOR", "1")
            .variable("LINES", "5")
            .run("watch", "--all")
            .out()
            .toStringUtf8();

    assertThat(out).contains("… and 2 older builds").doesNotContain("\u001b[3");
  }

  @Test
  void aBuildOrAllButNotBoth() {
    assertThat(cli.run("watch").exit()).isEqualTo(2);
    assertThat(cli.run("watch", "b1", "--all").err()).contains("name a BUILD, or give one of");
  }

  private static BuildsDelta listed(Build... builds) {
    return BuildsDelta.newBuilder()
        .setReset(true)
        .addAllChanged(List.of(builds))
        .setResumeToken("t1")
        .build();
  }

  private static BuildsDelta changed(Build build) {
    return BuildsDelta.newBuilder().addChanged(build).setResumeToken("t2").build();
  }

  private static Build build(String id, Build.State state, long sequence) {
    Build.Builder build =
        Build.newBuilder()
            .setName("tenants/default/builds/" + id)
            .setProject("site")
            .setChat("garden")
            .setState(state)
            .setLastSequence(sequence);
    if (state == Build.State.STATE_RUNNING) {
      build.setProgress(40).setCurrentStep("install");
    }
    return build.build();
  }
}
