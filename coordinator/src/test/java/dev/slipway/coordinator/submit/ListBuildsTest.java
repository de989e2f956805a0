package dev.slipway.coordinator.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceBlockingStub;
import dev.slipway.v1.ListBuildsRequest;
import dev.slipway.v1.ListBuildsResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lists hold, in which order, and on which page. */
@CoordinatorTest
class ListBuildsTest {
  private final TestServer server;
  private final TestBuilds make;
  private final TestRows rows;
  private final ListRepository repository;
  private final ManyBuilds many;
  private final TransactionOperations<Connection> transactions;
  private BuildServiceBlockingStub builds;
  private String tenant;

  ListBuildsTest(
      TestServer server,
      TestBuilds make,
      TestRows rows,
      ListRepository repository,
      ManyBuilds many,
      TransactionOperations<Connection> transactions) {
    this.server = server;
    this.make = make;
    this.rows = rows;
    this.repository = repository;
    this.many = many;
    this.transactions = transactions;
  }

  @BeforeEach
  void aTenant() {
    builds = BuildServiceGrpc.newBlockingStub(server.channel());
    tenant = rows.tenant();
  }

  @Test
  void everyFieldCanBeCompared() {
    var one = create(build -> build.setCreatedBy("ada").putLabels("team", "red"));
    var two = create(build -> build.setCreatedBy("bob").setPriority(Build.Priority.PRIORITY_HIGH));
    var three = create(build -> build.putLabels("team", "blue").putLabels("x/y", "red"));

    assertThat(list("created_by = ada")).containsExactly(one);
    assertThat(list("priority = HIGH")).containsExactly(two);
    assertThat(list("labels.team = red")).containsExactly(one);
    assertThat(list("labels.x/y = red AND labels.team = blue")).containsExactly(three);
    assertThat(list("labels.none = red")).isEmpty();
    assertThat(list("created_by = ada AND priority = HIGH")).isEmpty();
  }

  @Test
  void everyStateIsFoundWhereverItsRowStands() {
    var queued = aBuild().queued().name();
    var starting = aBuild().starting().build().name();
    var running = aBuild().running().build().name();
    var stopping = aBuild().stopping().build().name();
    var succeeded = aBuild().succeeded().build().name();
    var failed = aBuild().failed().build().name();
    var cancelled = aBuild().cancelled().name();

    assertThat(list("state = QUEUED")).containsExactly(queued);
    assertThat(list("state = STARTING")).containsExactly(starting);
    assertThat(list("state = RUNNING")).containsExactly(running);
    assertThat(list("state = STOPPING")).containsExactly(stopping);
    assertThat(list("state = SUCCEEDED")).containsExactly(succeeded);
    assertThat(list("state = FAILED")).containsExactly(failed);
    assertThat(list("state = CANCELLED")).containsExactly(cancelled);
    assertThat(list("state = HELD")).isEmpty();
    assertThat(list("state != QUEUED AND state != SUCCEEDED"))
        .containsExactly(cancelled, failed, stopping, running, starting);
    assertThat(list("state != FAILED AND state != SUCCEEDED AND state != CANCELLED"))
        .containsExactly(stopping, running, starting, queued);
  }

  @Test
  void timesAreCompared() {
    var early = aBuild().inChat("c").succeeded().build();
    var late = aBuild().inChat("c").failed().build();
    rows.execute(
        "UPDATE build_ended SET end_time = '2026-01-01T00:00:00Z' WHERE build_id = ?", early.id());
    rows.execute(
        "UPDATE build_ended SET end_time = '2026-01-02T00:00:00Z' WHERE build_id = ?", late.id());
    rows.execute(
        "UPDATE tenant SET create_time = '2025-01-01T00:00:00Z' WHERE tenant_id = ?", tenant);
    var waiting = aBuild().inChat("c").queued();

    assertThat(list("end_time < 2026-01-02T00:00:00Z")).containsExactly(early.name());
    assertThat(list("end_time <= 2026-01-02T00:00:00Z")).containsExactly(late.name(), early.name());
    assertThat(list("end_time > 2026-01-01T00:00:00Z AND chat = c")).containsExactly(late.name());
    assertThat(ordered("end_time >= 2026-01-01T00:00:00Z", "end_time"))
        .containsExactly(early.name(), late.name());
    assertThat(ordered("end_time >= 2026-01-02T00:00:00Z", "end_time desc"))
        .containsExactly(late.name());
    assertThat(ordered("end_time < 2026-01-02T00:00:00Z", "end_time desc"))
        .containsExactly(early.name());
    assertThat(list("create_time > 2100-01-01T00:00:00Z")).isEmpty();
    assertThat(list("create_time < 2100-01-01T00:00:00Z AND create_time > 2020-01-01T00:00:00Z"))
        .containsExactly(waiting.name(), late.name(), early.name());
  }

  @Test
  void aListHasFourOrders() {
    var waiting = aBuild().queued().name();
    var second = aBuild().succeeded().build();
    var first = aBuild().failed().build();
    rows.execute(
        "UPDATE build_ended SET end_time = end_time - interval '40 days' WHERE build_id = ?",
        first.id());
    rows.execute(
        "UPDATE tenant SET create_time = now() - interval '41 days' WHERE tenant_id = ?", tenant);
    make.aBuild().failed();

    assertThat(ordered("", "")).containsExactly(first.name(), second.name(), waiting);
    assertThat(ordered("", "create_time desc"))
        .containsExactly(first.name(), second.name(), waiting);
    assertThat(ordered("", "create_time")).containsExactly(waiting, second.name(), first.name());
    assertThat(ordered("", "end_time  desc")).containsExactly(second.name(), first.name());
    assertThat(ordered("", "end_time")).containsExactly(first.name(), second.name());
    assertThat(ordered("state = FAILED", "end_time")).containsExactly(first.name());
  }

  @Test
  void everyOrderIsPagedWithoutGapOrRepeat() {
    for (int i = 0; i < 7; i++) {
      aBuild().inChat("c").succeeded();
    }
    // Two ends at the same moment, and one long before.
    rows.execute(
        """
        UPDATE build_ended
           SET end_time = date_trunc('day', end_time) - interval '1 day'
         WHERE build_id IN (SELECT build_id FROM build_request WHERE tenant_id = ? AND chat_seq IN (2, 5))
        """,
        tenant);
    rows.execute(
        "UPDATE tenant SET create_time = now() - interval '41 days' WHERE tenant_id = ?", tenant);

    for (var order : List.of("create_time desc", "create_time", "end_time desc", "end_time")) {
      for (var filter : List.of("", "chat = c", "state = SUCCEEDED")) {
        var all = ordered(filter, order);
        assertThat(all).hasSize(7);
        assertThat(paged(this::page, filter, order, 2)).as(order + filter).isEqualTo(all);
        assertThat(paged(this::page, filter, order, 7)).isEqualTo(all);
      }
    }
  }

  @Test
  void waitingBuildsArePagedToo() {
    for (int i = 0; i < 5; i++) {
      aBuild().queued();
    }

    assertThat(paged(this::page, "state = QUEUED", "create_time", 2))
        .hasSize(5)
        .isEqualTo(ordered("", "create_time"));
  }

  @Test
  void aPageThatLooksAtTooMuchIsShortAndGoesOn() {
    var needle = create(build -> build.setCreatedBy("ada").setChat("hay"));
    rows.execute(
        """
        INSERT INTO build_request (build_id, tenant_id, project_id, chat_no, place, message_id, template, spec)
        SELECT CAST('01ffffff-ffff-7fff-bfff-' || lpad(to_hex(n), 12, '0') AS uuid), ?, 'default', nextval('chat_no'), 256, '',
               'website', '{"template": "website", "parameters": {}, "steps": [], "image": "", "timeoutMillis": 1000}'
          FROM generate_series(1, 1500) AS n
        """,
        tenant);
    rows.execute(
        """
        INSERT INTO build_ended (build_id, tenant_id, project_id, state, attempt, losses, enqueue_time, last_sequence, end_from,
                                 progress, cancel_reason)
        SELECT build_id, tenant_id, project_id, 'CANCELLED', 0, 0, now(), 2, 'QUEUED', 0, ''
          FROM build_request
         WHERE tenant_id = ?
           AND created_by = ''
        """,
        tenant);
    var lists =
        new Lists(repository, many, new ListConfig(1_000), transactions, new SimpleMeterRegistry());

    var first = lists.list(request("created_by = ada", "", 10, ""));
    var second = lists.list(request("created_by = ada", "", 10, first.getNextPageToken()));

    assertThat(first.getBuildsList()).isEmpty();
    assertThat(second.getBuildsList()).extracting(Build::getName).containsExactly(needle);
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(paged(lists::list, "state = CANCELLED", "", 600)).hasSize(1_500);
    assertThat(paged(lists::list, "state = CANCELLED", "end_time", 600)).hasSize(1_500);
    assertThat(paged(lists::list, "created_by = ada", "end_time", 600)).isEmpty();
  }

  @Test
  void aTokenIsOfOneListOnly() {
    for (int i = 0; i < 3; i++) {
      aBuild().inChat("c").queued();
    }
    var token = page(request("chat = c", "", 1, "")).getNextPageToken();

    assertThat(page(request("chat = c", "", 5, token)).getBuildsCount()).isEqualTo(2);
    for (var other :
        List.of(
            request("chat = d", "", 1, token),
            request("", "", 1, token),
            request("chat = c", "end_time", 1, token),
            request("chat = c", "", 1, token).toBuilder()
                .setParent("tenants/" + rows.tenant())
                .build())) {
      assertThat(Refused.fields(() -> page(other))).containsExactly("page_token");
    }
  }

  @Test
  void everyWrongFieldIsNamed() {
    assertThat(
            Refused.fields(
                () ->
                    page(
                        ListBuildsRequest.newBuilder()
                            .setParent("t")
                            .setPageSize(-1)
                            .setFilter("x")
                            .setOrderBy("name")
                            .setPageToken("?")
                            .build())))
        .containsExactly("parent", "page_size", "filter", "order_by", "page_token");
    assertThatThrownBy(() -> page(request("", "create_time down", 1, "")))
        .hasMessageContaining(
            "order_by: \"create_time down\" is no order; create_time or end_time");
  }

  @Test
  void anUnknownTenantIsNotFound() {
    tenant = "nobody";

    assertThat(Refused.notFound(() -> list(""))).isEqualTo("tenants/nobody");
  }

  private TestBuilds.Draft aBuild() {
    return make.aBuild().ofTenant(tenant);
  }

  private String create(Consumer<Build.Builder> said) {
    return builds.createBuild(TestCalls.request(tenant, said).build()).getName();
  }

  private List<String> list(String filter) {
    return ordered(filter, "");
  }

  private List<String> ordered(String filter, String order) {
    var page = page(request(filter, order, 100, ""));
    assertThat(page.getNextPageToken()).isEmpty();
    return names(page);
  }

  private static List<String> names(ListBuildsResponse page) {
    return page.getBuildsList().stream().map(Build::getName).toList();
  }

  private List<String> paged(
      Function<ListBuildsRequest, ListBuildsResponse> list, String filter, String order, int size) {
    var found = new ArrayList<String>();
    var token = "";
    do {
      var page = list.apply(request(filter, order, size, token));
      assertThat(page.getBuildsCount()).isLessThanOrEqualTo(size);
      found.addAll(names(page));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return found;
  }

  private ListBuildsResponse page(ListBuildsRequest request) {
    return builds.listBuilds(request);
  }

  private ListBuildsRequest request(String filter, String order, int size, String token) {
    return ListBuildsRequest.newBuilder()
        .setParent("tenants/" + tenant)
        .setFilter(filter)
        .setOrderBy(order)
        .setPageSize(size)
        .setPageToken(token)
        .build();
  }
}
