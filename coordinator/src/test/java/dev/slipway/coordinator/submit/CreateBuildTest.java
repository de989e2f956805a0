package dev.slipway.coordinator.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.source.PackedFiles;
import dev.slipway.v1.Archive;
import dev.slipway.v1.BatchCreateBuildsRequest;
import dev.slipway.v1.Blocker;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceBlockingStub;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.Git;
import dev.slipway.v1.InlineFiles;
import dev.slipway.v1.Resources;
import dev.slipway.v1.Source;
import dev.slipway.v1.Step;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@CoordinatorTest
class CreateBuildTest {
  private final TestServer server;
  private final TestRows rows;
  private final TestQueries queries;
  private final BlobStore blobs;
  private BuildServiceBlockingStub builds;
  private String tenant;

  CreateBuildTest(TestServer server, TestRows rows, TestQueries queries, BlobStore blobs) {
    this.server = server;
    this.rows = rows;
    this.queries = queries;
    this.blobs = blobs;
  }

  @BeforeEach
  void aTenant() {
    builds = BuildServiceGrpc.newBlockingStub(server.channel());
    tenant = rows.tenant();
  }

  @Test
  void aBuildIsQueuedAsItWasAskedFor() {
    var asked =
        Build.newBuilder()
            .setProject("shop")
            .setChat("c1")
            .setMessageId("message 7")
            .setTemplate("website")
            .putParameters("output_dir", "out")
            .setSource(git("https://example.org/site.git", "main"))
            .setTimeout(seconds(90))
            .build();

    var build = builds.createBuild(request(asked).build());

    assertThat(build.getName()).startsWith("tenants/" + tenant + "/builds/");
    assertThat(build.getState()).isEqualTo(Build.State.STATE_QUEUED);
    assertThat(build.getChatSequence()).isOne();
    assertThat(build.getLastSequence()).isOne();
    assertThat(build.getParametersMap())
        .isEqualTo(Map.of("output_dir", "out", "frozen_lockfile", "false"));
    assertThat(build)
        .returns("shop", Build::getProject)
        .returns("c1", Build::getChat)
        .returns("message 7", Build::getMessageId)
        .returns(seconds(90), Build::getTimeout)
        .returns(asked.getSource(), Build::getSource);
    assertThat(
            builds
                .getBuild(GetBuildRequest.newBuilder().setName(build.getName()).build())
                .toBuilder()
                .clearQueueStatus()
                .build())
        .isEqualTo(build);
  }

  @Test
  void whatIsLeftOutIsFilledIn() {
    var build = builds.createBuild(request(snippet().build()).build());

    assertThat(build.getProject()).isEqualTo("default");
    assertThat(build.getTimeout()).isEqualTo(seconds(900));
    assertThat(build.getParametersMap()).isEqualTo(Map.of("run_timeout", "10"));
    assertThat(build.getChatSequence()).isZero();
    assertThat(build.getSource().getArchive().getSha256()).hasSize(64);
  }

  @Test
  void aCustomBuildNeedsNoSource() {
    var step =
        Step.newBuilder()
            .setId("say")
            .addCommand("echo")
            .addCommand("a; b")
            .putEnv("LANG", "C")
            .setTimeout(seconds(5))
            .build();

    var build =
        builds.createBuild(
            request(Build.newBuilder().setTemplate("custom").addSteps(step).build()).build());

    assertThat(build.hasSource()).isFalse();
    assertThat(build.getStepsList()).containsExactly(step);
  }

  @Test
  void outputOnlyFieldsAreIgnored() {
    var build =
        builds.createBuild(
            request(
                    snippet()
                        .setName("tenants/x/builds/y")
                        .setState(Build.State.STATE_SUCCEEDED)
                        .setPreviewUri("http://evil.example")
                        .setProgress(100)
                        .build())
                .build());

    assertThat(build.getState()).isEqualTo(Build.State.STATE_QUEUED);
    assertThat(build.getName()).startsWith("tenants/" + tenant);
    assertThat(build.getPreviewUri()).isEmpty();
    assertThat(build.getProgress()).isZero();
  }

  @Test
  void aRepeatIsAnsweredWithTheSameBuildWhateverTheOrderOfItsMaps() {
    var first =
        request(snippet().putParameters("entry", "a.js").putParameters("run_timeout", "5").build());
    var again =
        request(snippet().putParameters("run_timeout", "5").putParameters("entry", "a.js").build());

    var build = builds.createBuild(first.setRequestId("r").build());

    assertThat(builds.createBuild(again.setRequestId("r").build())).isEqualTo(build);
    assertThat(stored()).isOne();
    assertThatThrownBy(
            () ->
                builds.createBuild(
                    request(snippet().setChat("c").build()).setRequestId("r").build()))
        .hasMessageContaining("ALREADY_EXISTS")
        .hasMessageContaining(build.getName());
  }

  @Test
  void aCheckAnswersWithTheBuildWithoutANameAndStoresNothing() {
    var asked =
        snippet().setChat("c").setName("x").setProgress(7).setPreviewUri("http://x").build();

    var build = builds.createBuild(request(asked).setValidateOnly(true).build());

    assertThat(build.hasQueueStatus()).as("what it would wait for").isTrue();
    assertThat(build.toBuilder().clearQueueStatus().build())
        .isEqualTo(
            snippet()
                .setChat("c")
                .setProject("default")
                .putParameters("run_timeout", "10")
                .setTimeout(seconds(900))
                .setPriority(Build.Priority.PRIORITY_NORMAL)
                .setResources(Resources.newBuilder().setCpuMillis(1_000).setMemoryMib(1_024))
                .setState(Build.State.STATE_QUEUED)
                .build());
    assertThat(stored()).isZero();
    assertThat(queries.count("SELECT count(*) FROM source WHERE tenant_id = ?", tenant)).isZero();
    assertThat(queries.count("SELECT count(*) FROM chat WHERE tenant_id = ?", tenant)).isZero();
  }

  @Test
  void inlineFilesOfARefusedBuildAreNotStored() {
    var files =
        InlineFiles.newBuilder()
            .putFiles("index.js", ByteString.copyFromUtf8("// of " + tenant))
            .build();
    var asked = snippet().setSource(Source.newBuilder().setInlineFiles(files)).build();
    var sha256 =
        PackedFiles.of(Map.of("index.js", ("// of " + tenant).getBytes(UTF_8))).archive().sha256();
    rows.execute(
        "INSERT INTO quota (scope, tenant_id, queued) VALUES (?, ?, 0)",
        "tenants/" + tenant,
        tenant);

    assertThatThrownBy(() -> builds.createBuild(request(asked).build()))
        .hasMessageContaining("RESOURCE_EXHAUSTED");
    assertThatThrownBy(
            () ->
                builds.batchCreateBuilds(
                    BatchCreateBuildsRequest.newBuilder()
                        .setParent("tenants/" + tenant)
                        .addRequests(request(asked).clearParent())
                        .build()))
        .hasMessageContaining("RESOURCE_EXHAUSTED");

    assertThat(queries.count("SELECT count(*) FROM source WHERE tenant_id = ?", tenant)).isZero();
    assertThat(blobs.size(sha256)).isEmpty();
    rows.execute("UPDATE quota SET queued = 1 WHERE tenant_id = ?", tenant);
    builds.createBuild(request(asked).build());
    assertThat(blobs.size(sha256)).isPresent();
    assertThat(
            queries.count(
                "SELECT count(*) FROM source WHERE tenant_id = ? AND sha256 = ?", tenant, sha256))
        .isOne();
  }

  @Test
  void aCheckTellsWhereItWouldStandInItsChat() {
    var chat = snippet().setChat("c").build();
    builds.createBuild(request(chat).build());
    builds.createBuild(request(chat).build());

    var status = builds.createBuild(request(chat).setValidateOnly(true).build()).getQueueStatus();

    assertThat(status.getChatPosition()).isEqualTo(2);
    assertThat(status.getBlockersList())
        .extracting(Blocker::getKind)
        .startsWith(Blocker.Kind.KIND_CHAT_PREDECESSOR);
  }

  @Test
  void aCheckOfARequestThatWasTakenAgrees() {
    var request = request(snippet().build()).setRequestId("r");
    builds.createBuild(request.build());

    builds.createBuild(request.setValidateOnly(true).build());

    assertThat(stored()).isOne();
  }

  @Test
  void anUnknownTenantIsNotFoundAndNothingIsStored() {
    for (var check : List.of(true, false)) {
      assertThatThrownBy(
              () ->
                  builds.createBuild(
                      request(snippet().setChat("c").build())
                          .setParent("tenants/nobody")
                          .setValidateOnly(check)
                          .build()))
          .hasMessageContaining("NOT_FOUND")
          .hasMessageContaining("tenants/nobody");
    }
  }

  @Test
  void anArchiveThatWasNotUploadedIsNotFound() {
    var archive =
        Source.newBuilder().setArchive(Archive.newBuilder().setSha256("0".repeat(64))).build();
    assertThatThrownBy(
            () -> builds.createBuild(request(snippet().setSource(archive).build()).build()))
        .hasMessageContaining("NOT_FOUND")
        .hasMessageContaining("UploadSource");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThat(
            violations(
                CreateBuildRequest.newBuilder()
                    .setParent("tenant")
                    .setBuild(Build.newBuilder().setProject("/").setTemplate("website"))
                    .build()))
        .containsExactlyInAnyOrder("parent", "build.project", "build.source");
  }

  @Test
  void aMistakeThatIsLongIsStillAnswered() {
    assertThat(violations(website(build -> build.setTemplate("x".repeat(1 << 20)))))
        .containsExactly("build.template");
    assertThat(violations(website(build -> build.setTemplate("é".repeat(1 << 20)))))
        .containsExactly("build.template");
    assertThat(
            violations(
                website(
                    build ->
                        IntStream.range(0, 5_000).forEach(i -> build.putParameters("p" + i, "")))))
        .hasSizeBetween(10, 100);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        wrong("build.project", build -> build.setProject("a b")),
        wrong("build.project", build -> build.setProject("a/b")),
        wrong("build.project", build -> build.setProject(".hidden")),
        wrong("build.project", build -> build.setProject("a".repeat(129))),
        wrong("build.chat", build -> build.setChat("a\0")),
        wrong("build.chat", build -> build.setChat("chat one")),
        wrong("build.message_id", build -> build.setMessageId("m".repeat(257))),
        wrong("build.message_id", build -> build.setMessageId("\0")),
        wrong("build.template", build -> build.setTemplate("")),
        wrong("build.template", build -> build.setTemplate("webpage")),
        wrong("build.template", build -> build.setTemplate("\0")),
        wrong("build.image", build -> build.setImage("node\0")),
        wrong("build.parameters[\"odd\"]", build -> build.putParameters("odd", "")),
        wrong(
            "build.parameters[\"frozen_lockfile\"]",
            build -> build.putParameters("frozen_lockfile", "yes")),
        wrong(
            "build.parameters[\"output_dir\"]", build -> build.putParameters("output_dir", "../x")),
        wrong(
            "build.parameters[\"output_dir\"]", build -> build.putParameters("output_dir", "/etc")),
        wrong("build.timeout", build -> build.setTimeout(seconds(0))),
        wrong("build.timeout", build -> build.setTimeout(seconds(-1))),
        wrong("build.timeout", build -> build.setTimeout(seconds(3_601))),
        wrong("build.timeout", build -> build.setTimeout(seconds(Long.MAX_VALUE))),
        wrong("build.steps", build -> build.addSteps(step("say"))),
        wrong("build.steps", build -> build.setTemplate("custom")),
        wrong(
            "build.steps",
            build -> {
              build.setTemplate("custom");
              IntStream.range(0, 21).forEach(i -> build.addSteps(step("s" + i)));
            }),
        wrong("build.steps[0].id", build -> custom(build, step("Say"))),
        wrong("build.steps[0].id", build -> custom(build, step(""))),
        wrong("build.steps[0].id", build -> custom(build, step("publish"))),
        wrong("build.steps[1].id", build -> custom(build, step("a"), step("a"))),
        wrong("build.steps[0].command", build -> custom(build, step("a").clearCommand())),
        wrong("build.steps[0].command", build -> custom(build, step("a").addCommand("\0"))),
        wrong("build.steps[0].command", build -> custom(build, step("a").putEnv("A", "\0"))),
        wrong("build.steps[0]", build -> custom(build, step("a").addCommand("x".repeat(131_072)))),
        wrong("build.steps[0].env", build -> custom(build, step("a").putEnv("1A", ""))),
        wrong("build.steps[0].env", build -> custom(build, step("a").putEnv("A=B", ""))),
        wrong("build.steps[0].env", build -> custom(build, step("a").putEnv("SLIPWAY_X", ""))),
        wrong("build.steps[0].timeout", build -> custom(build, step("a").setTimeout(seconds(0)))),
        wrong("build.source", build -> build.clearSource()),
        wrong("build.source.inline_files", build -> build.setSource(files(Map.of()))),
        wrong(
            "build.source.inline_files",
            build -> build.setSource(files(Map.of("a", new byte[(1 << 20) + 1])))),
        wrong("build.source.inline_files.files", build -> build.setSource(file("../a"))),
        wrong("build.source.inline_files.files", build -> build.setSource(file("a/../../b"))),
        wrong("build.source.inline_files.files", build -> build.setSource(file("/etc/passwd"))),
        wrong("build.source.inline_files.files", build -> build.setSource(file("a//b"))),
        wrong("build.source.inline_files.files", build -> build.setSource(file("a/"))),
        wrong("build.source.inline_files.files", build -> build.setSource(file("a\\b"))),
        wrong("build.source.inline_files.files", build -> build.setSource(file("a\0"))),
        wrong("build.source.inline_files.files", build -> build.setSource(file("./a"))),
        wrong(
            "build.source.inline_files.files",
            build -> build.setSource(files(Map.of("A.js", new byte[1], "a.js", new byte[1])))),
        wrong(
            "build.source.archive.sha256",
            build ->
                build.setSource(
                    Source.newBuilder().setArchive(Archive.newBuilder().setSha256("ABC")))),
        wrong("build.source.git.repository", build -> build.setSource(git("", ""))),
        wrong("build.source.git.repository", build -> build.setSource(git("ext::sh -c x", ""))),
        wrong("build.source.git.repository", build -> build.setSource(git("--upload-pack=x", ""))),
        wrong("build.source.git.repository", build -> build.setSource(git("git@-oProxy:x", ""))),
        wrong("build.source.git.repository", build -> build.setSource(git("ssh://-oProxy/x", ""))),
        wrong("build.source.git.repository", build -> build.setSource(git("git@host:\0", ""))),
        wrong(
            "build.source.git.ref",
            build -> build.setSource(git("https://example.org/x", "--upload-pack"))));
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("mistakes")
  void aMistakeIsRefusedByTheNameOfItsField(String field, Consumer<Build.Builder> mistake) {
    assertThat(violations(website(mistake))).containsExactly(field);
    assertThat(stored()).isZero();
  }

  @Test
  void aRequestIdHasAnEnd() {
    assertThat(violations(website(build -> {}).toBuilder().setRequestId("r".repeat(129)).build()))
        .containsExactly("request_id");
    assertThat(violations(website(build -> {}).toBuilder().setRequestId("\0").build()))
        .containsExactly("request_id");
  }

  @Test
  void aFieldThatWeDoNotKnowIsRefusedWhereverItStands() {
    var unknown =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    assertThat(violations(website(build -> {}).toBuilder().setUnknownFields(unknown).build()))
        .containsExactly("#99");
    assertThat(violations(website(build -> build.setUnknownFields(unknown))))
        .containsExactly("build.#99");
    assertThat(violations(website(b -> custom(b, step("a"), step("b").setUnknownFields(unknown)))))
        .containsExactly("build.steps[1].#99");
  }

  private CreateBuildRequest website(Consumer<Build.Builder> mistake) {
    var build =
        Build.newBuilder().setTemplate("website").setSource(git("https://example.org/x", ""));
    mistake.accept(build);
    return request(build.build()).build();
  }

  private List<String> violations(CreateBuildRequest request) {
    try {
      builds.createBuild(request);
    } catch (StatusRuntimeException refused) {
      return details(refused).stream().map(FieldViolation::getField).toList();
    }
    return List.of("taken");
  }

  private static List<FieldViolation> details(StatusRuntimeException refused) {
    try {
      for (var detail : StatusProto.fromThrowable(refused).getDetailsList()) {
        if (detail.is(BadRequest.class)) {
          return detail.unpack(BadRequest.class).getFieldViolationsList();
        }
      }
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError(refused);
  }

  private CreateBuildRequest.Builder request(Build build) {
    return CreateBuildRequest.newBuilder().setParent("tenants/" + tenant).setBuild(build);
  }

  private long stored() {
    return queries.count("SELECT count(*) FROM build WHERE tenant_id = ?", tenant);
  }

  private static Arguments wrong(String field, Consumer<Build.Builder> mistake) {
    return Arguments.of(field, mistake);
  }

  private static Build.Builder snippet() {
    return Build.newBuilder().setTemplate("snippet").setSource(file("a.js"));
  }

  private static Step.Builder step(String id) {
    return Step.newBuilder().setId(id).addCommand("true");
  }

  private static void custom(Build.Builder build, Step.Builder... steps) {
    build.setTemplate("custom");
    for (var step : steps) {
      build.addSteps(step);
    }
  }

  private static Source git(String repository, String ref) {
    return Source.newBuilder()
        .setGit(Git.newBuilder().setRepository(repository).setRef(ref))
        .build();
  }

  private static Source file(String path) {
    return files(Map.of(path, new byte[] {'1'}));
  }

  private static Source files(Map<String, byte[]> files) {
    var inline = InlineFiles.newBuilder();
    files.forEach((path, content) -> inline.putFiles(path, ByteString.copyFrom(content)));
    return Source.newBuilder().setInlineFiles(inline).build();
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }
}
