package dev.slipway.e2e.badinput;

import static dev.slipway.e2e.Requests.page;
import static dev.slipway.e2e.Requests.seconds;
import static dev.slipway.e2e.Requests.shell;
import static dev.slipway.e2e.Requests.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Builds;
import dev.slipway.e2e.Folders;
import dev.slipway.e2e.Refused;
import dev.slipway.e2e.Requests;
import dev.slipway.e2e.Slipway;
import dev.slipway.v1.Build;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.GetPreviewRequest;
import dev.slipway.v1.ListBuildEventsRequest;
import dev.slipway.v1.ListBuildsRequest;
import io.grpc.Status.Code;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A request that cannot be meant names the fields to mend, and stores nothing. */
class RequestTest {

  private static final String NOBODY =
      Builds.TENANT + "/builds/01890000-0000-7000-8000-000000000000";

  @AutoClose private static Slipway slipway;

  @BeforeAll
  static void start() {
    slipway = Slipway.up();
  }

  static Stream<Arguments> badBuilds() {
    return Stream.of(
        Arguments.of("template", page("x").setTemplate("websight")),
        Arguments.of("template", page("x").setTemplate("")),
        Arguments.of("parameters", page("x").putParameters("colour", "blue")),
        Arguments.of("parameters", page("x").putParameters("frozen_lockfile", "perhaps")),
        Arguments.of("project", page("x").setProject("a/b")),
        Arguments.of("chat", page("x").setChat("-".repeat(200))),
        Arguments.of("message_id", page("x").setMessageId("m".repeat(257))),
        Arguments.of("steps", page("x").addSteps(step("more", "true"))),
        Arguments.of("steps", Requests.custom()),
        Arguments.of("steps", Requests.custom(step("twice", "true"), step("twice", "true"))),
        Arguments.of("steps", Requests.custom(step("Not An Id", "true"))),
        Arguments.of("steps", Requests.custom(step("run", "true").putEnv("SLIPWAY_TOKEN", "x"))),
        Arguments.of("timeout", shell("true").setTimeout(seconds(3601))),
        Arguments.of("source", page("x").clearSource()),
        Arguments.of("source", page("x").setSource(Requests.inline("../x", "y"))));
  }

  @ParameterizedTest
  @MethodSource("badBuilds")
  void aBadBuildIsRefusedWithItsField(String field, Build.Builder build) {
    var refused = Refused.when(() -> slipway.submits().submit(build));

    assertThat(refused.code()).as("%s", refused).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.fields()).as("%s", refused).anyMatch(each -> each.contains(field));
  }

  @Test
  void aBadParentIsRefused() {
    var request = CreateBuildRequest.newBuilder().setParent("tenant/default").setBuild(page("x"));

    var refused = Refused.when(() -> slipway.builds().createBuild(request.build()));

    assertThat(refused.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.fields()).contains("parent");
  }

  @Test
  void anUnknownTenantIsNotFound() {
    var request = CreateBuildRequest.newBuilder().setParent("tenants/nobody").setBuild(page("x"));

    var refused = Refused.when(() -> slipway.builds().createBuild(request.build()));

    assertThat(refused.code()).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void aBadBuildNameIsRefused() {
    var refused =
        Refused.when(
            () ->
                slipway
                    .builds()
                    .getBuild(GetBuildRequest.newBuilder().setName("builds/7").build()));

    assertThat(refused.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.fields()).contains("name");
  }

  @Test
  void aBuildThatIsNotThereIsNotFound() {
    var refused =
        Refused.when(
            () -> slipway.builds().getBuild(GetBuildRequest.newBuilder().setName(NOBODY).build()));

    assertThat(refused.code()).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void aPreviewThatIsNotThereIsNotFound() {
    var request = GetPreviewRequest.newBuilder().setName(Builds.TENANT + "/previews/nobody");

    var refused = Refused.when(() -> slipway.previews().getPreview(request.build()));

    assertThat(refused.code()).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void aNegativePageSizeIsRefused() {
    var builds = ListBuildsRequest.newBuilder().setParent(Builds.TENANT).setPageSize(-1).build();
    var events = ListBuildEventsRequest.newBuilder().setName(NOBODY).setPageSize(-1).build();

    var refusedBuilds = Refused.when(() -> slipway.builds().listBuilds(builds));
    var refusedEvents = Refused.when(() -> slipway.builds().listBuildEvents(events));

    assertThat(refusedBuilds.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusedBuilds.fields()).contains("page_size");
    assertThat(refusedEvents.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusedEvents.fields()).contains("page_size");
  }

  @Test
  void aBadFilterIsRefused() {
    var request =
        ListBuildsRequest.newBuilder().setParent(Builds.TENANT).setFilter("colour = \"blue\"");

    var refused = Refused.when(() -> slipway.builds().listBuilds(request.build()));

    assertThat(refused.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.fields()).contains("filter");
  }

  @Test
  void anUnknownFieldInAJsonFileIsNamed() {
    var file = slipway.sandbox().folder("json").resolve("build.json");
    Folders.write(file, "{\"template\": \"custom\", \"colour\": \"blue\"}");

    var outcome = slipway.cli("submit", file.toString());

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.err()).contains("colour").doesNotContain("\tat ");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void theSameRequestIdWithAnotherBodyIsRefused() {
    var request =
        CreateBuildRequest.newBuilder()
            .setParent(Builds.TENANT)
            .setRequestId("wish-1")
            .setBuild(shell("true"))
            .build();
    var first = slipway.builds().createBuild(request);

    var again = slipway.builds().createBuild(request);
    var refused =
        Refused.when(
            () ->
                slipway.builds().createBuild(request.toBuilder().setBuild(shell("false")).build()));

    assertThat(again.getName()).isEqualTo(first.getName());
    assertThat(refused.code()).isEqualTo(Code.ALREADY_EXISTS);
    slipway.submits().succeeded(first);
  }
}
