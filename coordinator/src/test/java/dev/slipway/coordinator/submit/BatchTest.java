package dev.slipway.coordinator.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.v1.BatchCreateBuildsRequest;
import dev.slipway.v1.BatchGetBuildsRequest;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceBlockingStub;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.GetBuildRequest;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several builds in one call. */
@CoordinatorTest
class BatchTest {
  private final TestServer server;
  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;
  private BuildServiceBlockingStub builds;
  private String tenant;

  BatchTest(TestServer server, TestBuilds make, TestRows rows, TestQueries queries) {
    this.server = server;
    this.make = make;
    this.rows = rows;
    this.queries = queries;
  }

  @BeforeEach
  void aTenant() {
    builds = BuildServiceGrpc.newBlockingStub(server.channel());
    tenant = rows.tenant();
  }

  @Test
  void aBatchIsQueuedInItsOrder() {
    var queued =
        create(
            IntStream.range(0, 20)
                .mapToObj(i -> wish("c" + i % 2, "m" + i).clearParent().build())
                .toList());

    assertThat(queued)
        .extracting(Build::getMessageId)
        .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> "m" + i).toList());
    assertThat(queued)
        .extracting(Build::getChatSequence)
        .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> 1L + i / 2).toList());
    assertThat(queued).allMatch(build -> build.equals(get(build.getName())));
  }

  @Test
  void aRepeatedBatchIsTheSameBuilds() {
    var wishes =
        List.of(
            wish("c", "a").setRequestId("r1").build(), wish("c", "b").setRequestId("r2").build());
    var once = create(wishes);

    assertThat(create(wishes)).isEqualTo(once);
    assertThatThrownBy(
            () -> create(List.of(wishes.get(0), wish("c", "x").setRequestId("r2").build())))
        .hasMessageContaining("ALREADY_EXISTS");
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void nothingIsQueuedWhenOneIsRefused() {
    var fields =
        Refused.fields(
            () ->
                create(
                    List.of(
                        wish("c", "a").setRequestId("r").build(),
                        wish("not a chat", "b").setParent("tenants/other").build(),
                        wish("c", "c").setRequestId("r").setValidateOnly(true).build(),
                        CreateBuildRequest.getDefaultInstance())));

    assertThat(fields)
        .containsExactly(
            "requests[1].parent",
            "requests[1].build.chat",
            "requests[2].validate_only",
            "requests[2].request_id",
            "requests[3].build.template",
            "requests[3].build.source");
    assertThat(stored()).isZero();
  }

  @Test
  void aBatchHasABeginAndAnEnd() {
    assertThat(Refused.fields(() -> create(List.of()))).containsExactly("requests");
    assertThat(
            Refused.fields(
                () -> create(Collections.nCopies(1_001, CreateBuildRequest.getDefaultInstance()))))
        .containsExactly("requests");
    assertThat(
            Refused.fields(
                () ->
                    builds.batchCreateBuilds(
                        BatchCreateBuildsRequest.newBuilder().setParent("t").build())))
        .containsExactly("parent", "requests");
  }

  @Test
  void aBatchOfAnUnknownTenantIsNotFound() {
    assertThatThrownBy(
            () ->
                builds.batchCreateBuilds(
                    BatchCreateBuildsRequest.newBuilder()
                        .setParent("tenants/nobody")
                        .addRequests(wish("c", "m").clearParent())
                        .build()))
        .hasMessageContaining("NOT_FOUND: tenants/nobody");
  }

  @Test
  void severalAreReadInTheOrderOfTheirNames() {
    var waiting = aBuild().inChat("c").queued();
    var failed = aBuild().failed().build();
    var running = aBuild().running().build();

    var read = read(List.of(running.name(), waiting.name(), failed.name(), waiting.name()));

    assertThat(read)
        .containsExactly(
            get(running.name()), get(waiting.name()), get(failed.name()), get(waiting.name()));
  }

  @Test
  void theFirstThatDoesNotExistIsNamed() {
    var there = aBuild().queued();
    var foreign = new BuildRef(tenant, make.aBuild().queued().id());
    var nobody = new BuildRef(tenant, UUID.randomUUID());

    assertThat(Refused.notFound(() -> read(List.of(there.name(), foreign.name(), nobody.name()))))
        .isEqualTo(foreign.name());
  }

  @Test
  void everyWrongNameIsNamed() {
    var there = aBuild().queued().name();
    var stranger = make.aBuild().queued().name();

    assertThat(Refused.fields(() -> read(List.of(there, "b", stranger))))
        .containsExactly("names[1]", "names[2]");
    assertThat(Refused.fields(() -> read(List.of()))).containsExactly("names");
    assertThat(Refused.fields(() -> read(Collections.nCopies(1_001, there))))
        .containsExactly("names");
    assertThat(
            Refused.fields(() -> builds.batchGetBuilds(BatchGetBuildsRequest.getDefaultInstance())))
        .containsExactly("parent", "names");
  }

  private TestBuilds.Draft aBuild() {
    return make.aBuild().ofTenant(tenant);
  }

  private CreateBuildRequest.Builder wish(String chat, String messageId) {
    return TestCalls.request(tenant, build -> build.setChat(chat).setMessageId(messageId));
  }

  private List<Build> create(List<CreateBuildRequest> requests) {
    return builds
        .batchCreateBuilds(
            BatchCreateBuildsRequest.newBuilder()
                .setParent("tenants/" + tenant)
                .addAllRequests(requests)
                .build())
        .getBuildsList();
  }

  private List<Build> read(List<String> names) {
    return builds
        .batchGetBuilds(
            BatchGetBuildsRequest.newBuilder()
                .setParent("tenants/" + tenant)
                .addAllNames(names)
                .build())
        .getBuildsList();
  }

  /** As GetBuild tells it, but for its place in the queue, which changes while it waits. */
  private Build get(String name) {
    return builds.getBuild(GetBuildRequest.newBuilder().setName(name).build()).toBuilder()
        .clearQueueStatus()
        .build();
  }

  private long stored() {
    return queries.count("SELECT count(*) FROM build WHERE tenant_id = ?", tenant);
  }
}
