package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.Script;
import dev.slipway.v1.ListBuildsRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands that look at something, and the two that change something with one call. */
class LookTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void listReadsPagesUpToItsLimit() {
    coordinator.builds.listable = 250;

    Cli.Result result = cli.run("list", "--limit", "120", "-o", "json");

    assertThat(result.lines())
        .hasSize(120)
        .allSatisfy(
            line ->
                assertThat(
                        JsonParser.parseString(line).getAsJsonObject().get("state").getAsString())
                    .isEqualTo("SUCCEEDED"));
    assertThat(coordinator.builds.listed)
        .extracting(ListBuildsRequest::getPageSize)
        .containsExactly(100, 20);
  }

  @Test
  void listFiltersByWhatIsGiven() {
    cli.run("list", "--chat", "a\"b", "--project", "p", "--state", "failed");

    assertThat(coordinator.builds.listed.getFirst().getFilter())
        .isEqualTo("chat = \"a\\\"b\" AND project = \"p\" AND state = FAILED");
  }

  @Test
  void listAddsAFilterOfOnesOwnAndAnOrder() {
    cli.run(
        "list",
        "--chat",
        "c1",
        "--filter",
        "labels.team = \"shop\"",
        "--order-by",
        "end_time desc");

    assertThat(coordinator.builds.listed.getFirst().getFilter())
        .isEqualTo("chat = \"c1\" AND labels.team = \"shop\"");
    assertThat(coordinator.builds.listed.getFirst().getOrderBy()).isEqualTo("end_time desc");
  }

  @Test
  void tablesAreAlignedUnderTheirHeadings() {
    assertThat(cli.run("list").lines())
        .hasSize(4)
        .first()
        .asString()
        .startsWith("BUILD  STATE      PRIORITY  PROJECT  CHAT");
    assertThat(cli.run("previews").lines())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("c1    http://c-1.localhost:1/");
    assertThat(cli.run("artifacts", Script.BUILD).lines())
        .last()
        .asString()
        .startsWith("site.zip  6 bytes  application/zip  ");
  }

  @Test
  void getShowsABuildByItsIdAlone() {
    coordinator.builds.script = Script.ofFailure();

    Cli.Result result = cli.run("get", "0199c1e0-0000-7000-8000-000000000001");

    assertThat(result.exit()).isZero();
    assertThat(result.lines())
        .contains("build       " + Script.BUILD, "state       FAILED", "  hint: mend src/main.ts");
  }

  @Test
  void cancelSendsTheReasonAndPrintsTheState() {
    Cli.Result result = cli.run("cancel", Script.BUILD, "--reason", "typo");

    assertThat(result.lines()).containsExactly("STOPPING");
    assertThat(coordinator.builds.cancelled)
        .singleElement()
        .satisfies(request -> assertThat(request.getReason()).isEqualTo("typo"));
  }

  @Test
  void rollbackNamesTheBuildInFull() {
    Cli.Result result = cli.run("rollback", "c1", "--build", "b7");

    assertThat(result.lines()).containsExactly("http://c-1.localhost:1/");
    assertThat(coordinator.previews.rolledBack)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.getName()).isEqualTo("tenants/default/previews/c1");
              assertThat(request.getBuild()).isEqualTo("tenants/default/builds/b7");
            });
  }

  @Test
  void completionIsAScriptForBash() throws Exception {
    Cli.Result result = cli.run("completion");

    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (var script = bash.getOutputStream()) {
      result.out().writeTo(script);
    }
    assertThat(bash.inputReader().lines()).isEmpty();
    assertThat(bash.waitFor()).isZero();
    assertThat(result.out().toStringUtf8()).contains("submit").contains("--request-id");
  }
}
