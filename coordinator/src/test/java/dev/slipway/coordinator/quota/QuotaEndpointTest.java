package dev.slipway.coordinator.quota;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import dev.slipway.coordinator.build.Refusal.Kind;
import dev.slipway.coordinator.build.Refusal.Violation;
import dev.slipway.coordinator.embedded.Answer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestDatabase;
import dev.slipway.coordinator.tenant.TestChat;
import dev.slipway.coordinator.tenant.TestPhases;
import dev.slipway.v1.GetQuotaRequest;
import dev.slipway.v1.GetQuotaUsageRequest;
import dev.slipway.v1.ListQuotasRequest;
import dev.slipway.v1.Quota;
import dev.slipway.v1.QuotaUsage;
import dev.slipway.v1.UpdateQuotaRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@CoordinatorTest
class QuotaEndpointTest {
  private final QuotaEndpoint endpoint;
  private final Quotas quotas;
  private final TestPhases phases;
  private TestChat chat;
  private TestChat other;
  private String tenant;

  QuotaEndpointTest(QuotaEndpoint endpoint, Quotas quotas, TestPhases phases) {
    this.endpoint = endpoint;
    this.quotas = quotas;
    this.phases = phases;
  }

  @BeforeEach
  void twoTenants() {
    chat = phases.chat(phases.tenant(), "shop", "garden");
    other = phases.chat(phases.tenant(), "shop", "garden");
    tenant = "tenants/" + chat.tenant();
  }

  @AfterEach
  void noLimitOnTheCluster() {
    // The only scope that tests share.
    update(
        Quota.newBuilder().setName("cluster/quota"), QuotaMessages.FIELDS.toArray(String[]::new));
  }

  @Test
  void nothingIsLimitedAtFirst() {
    assertThat(get(tenant)).isEqualTo(Quota.newBuilder().setName(tenant + "/quota").build());
  }

  @Test
  void everyScopeKeepsItsOwnLimits() {
    var scopes = List.of("cluster", tenant, tenant + "/projects/shop", chat.name());
    for (int i = 0; i < scopes.size(); i++) {
      update(Quota.newBuilder().setName(scopes.get(i) + "/quota").setRunning(i).setCpuMillis(7));
    }

    for (int i = 0; i < scopes.size(); i++) {
      var quota = get(scopes.get(i));
      assertThat(quota.getRunning()).isEqualTo(i);
      assertThat(quota.hasRunning()).isTrue();
      assertThat(quota.getCpuMillis()).isEqualTo(7);
      assertThat(quota.hasMemoryMib()).isFalse();
      assertThat(quota.hasUpdateTime()).isTrue();
    }
    assertThat(get("tenants/" + other.tenant()).hasRunning()).isFalse();
    assertThat(get(other.name()).hasRunning()).isFalse();
  }

  @Test
  void allOfATenantsLimitsAreKept() {
    var all =
        Quota.newBuilder()
            .setName(tenant + "/quota")
            .setRunning(Integer.MAX_VALUE)
            .setCpuMillis(Long.MAX_VALUE)
            .setMemoryMib(3)
            .setQueued(Integer.MAX_VALUE)
            .setBuildsPerHour(0)
            .setStorageBytes(Long.MAX_VALUE);

    var set = update(all);

    assertThat(set).isEqualTo(all.setUpdateTime(set.getUpdateTime()).build());
    assertThat(get(tenant)).isEqualTo(set);
  }

  @Test
  void withoutAMaskWhatIsPresentIsSetAndTheRestStays() {
    update(Quota.newBuilder().setName(tenant + "/quota").setRunning(5).setQueued(9));

    var after = update(Quota.newBuilder().setName(tenant + "/quota").setQueued(8));

    assertThat(after.getRunning()).isEqualTo(5);
    assertThat(after.getQueued()).isEqualTo(8);
  }

  @Test
  void aLimitInTheMaskThatIsAbsentIsRemovedAndOneOutsideIsLeft() {
    update(
        Quota.newBuilder().setName(tenant + "/quota").setRunning(5).setQueued(9).setMemoryMib(4));

    var after =
        update(
            Quota.newBuilder().setName(tenant + "/quota").setQueued(8).setMemoryMib(-4),
            "running",
            "queued");

    assertThat(after.hasRunning()).isFalse();
    assertThat(after.getQueued()).isEqualTo(8);
    assertThat(after.getMemoryMib()).isEqualTo(4);
  }

  @Test
  void whatMakesNoSenseIsRefusedByField() {
    assertThat(violation(Quota.newBuilder().setName(tenant + "/quota").setRunning(-1)))
        .returns("quota.running", Violation::field)
        .extracting(Violation::description)
        .asString()
        .startsWith("is -1; 0 or more.");
    assertThat(violation(Quota.newBuilder().setName(chat.name() + "/quota").setStorageBytes(1)))
        .returns("quota.storage_bytes", Violation::field)
        .returns(
            "only tenants have a limit on storage; " + chat.name() + " is none.",
            Violation::description);
    assertThat(violation(Quota.newBuilder().setName("cluster/quota").setStorageBytes(1)).field())
        .isEqualTo("quota.storage_bytes");
    assertThat(violation(Quota.newBuilder().setName(tenant + "/quota"), "running", "name"))
        .returns("update_mask", Violation::field)
        .returns(
            "\"name\" cannot be changed. Give any of running, cpu_millis, memory_mib, queued,"
                + " builds_per_hour, storage_bytes.",
            Violation::description);
    assertThat(get(tenant).hasUpdateTime()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cluster", "quota", "tenants/a", "tenants/a/builds/b/quota"})
  void aNameThatIsNoQuotasIsRefused(String name) {
    var refusal =
        Answer.refusal(
            Kind.BadRequest.class,
            endpoint::getQuota,
            GetQuotaRequest.newBuilder().setName(name).build());

    assertThat(refusal.violations().getFirst().field()).isEqualTo("name");
    Answer.refusal(
        Kind.BadRequest.class,
        endpoint::getQuotaUsage,
        GetQuotaUsageRequest.newBuilder().setName(name).build());
    assertThat(violation(Quota.newBuilder().setName(name)).field()).isEqualTo("quota.name");
  }

  @Test
  void whatIsNotThereIsNotFoundAndSoIsWhatOthersHave() {
    phases.chat(other.tenant(), "theirs", "theirs");
    var nobody = "tenants/" + TestDatabase.newTenantId();
    var missing =
        Map.of(
            nobody,
            nobody,
            nobody + "/chats/c",
            nobody,
            tenant + "/projects/theirs",
            tenant + "/projects/theirs",
            tenant + "/chats/theirs",
            tenant + "/chats/theirs");

    for (var each : missing.entrySet()) {
      var name = each.getKey() + "/quota";
      assertThat(
              Answer.refusal(
                      Kind.NotFound.class,
                      endpoint::getQuota,
                      GetQuotaRequest.newBuilder().setName(name).build())
                  .resource())
          .isEqualTo(each.getValue());
      Answer.refusal(
          Kind.NotFound.class,
          endpoint::updateQuota,
          UpdateQuotaRequest.newBuilder()
              .setQuota(Quota.newBuilder().setName(name).setRunning(1))
              .build());
      Answer.refusal(
          Kind.NotFound.class,
          endpoint::getQuotaUsage,
          GetQuotaUsageRequest.newBuilder().setName(name).build());
    }
  }

  @Test
  void aListHasTheScopesThatHaveALimit() {
    update(Quota.newBuilder().setName(tenant + "/quota").setRunning(1));
    update(Quota.newBuilder().setName(chat.name() + "/quota").setRunning(2));
    update(Quota.newBuilder().setName(tenant + "/projects/shop/quota").setRunning(3));
    update(Quota.newBuilder().setName(tenant + "/projects/shop/quota"), "running");
    update(Quota.newBuilder().setName(other.name() + "/quota").setRunning(4));
    update(Quota.newBuilder().setName("cluster/quota").setRunning(5));

    assertThat(list(tenant)).containsExactly(tenant + "/quota", chat.name() + "/quota");
    assertThat(list("cluster"))
        .contains(
            "cluster/quota", tenant + "/quota", chat.name() + "/quota", other.name() + "/quota")
        .doesNotContain(tenant + "/projects/shop/quota");
    assertThat(quotas.limits())
        .filteredOn(quota -> quota.scope().name().equals(chat.name()))
        .singleElement()
        .returns(chat.chatNo(), dev.slipway.coordinator.quota.Quota::chatNo)
        .returns(2L, quota -> quota.limits().most(Resource.RUNNING))
        .returns(Long.MAX_VALUE, quota -> quota.limits().most(Resource.QUEUED));
  }

  @Test
  void aListIsOfATenantOrOfAll() {
    for (var scope : List.of(chat.name(), "all", "")) {
      assertThat(
              Answer.refusal(
                      Kind.BadRequest.class,
                      endpoint::listQuotas,
                      ListQuotasRequest.newBuilder().setScope(scope).build())
                  .violations()
                  .getFirst()
                  .field())
          .isEqualTo("scope");
    }
    Answer.refusal(
        Kind.NotFound.class,
        endpoint::listQuotas,
        ListQuotasRequest.newBuilder().setScope("tenants/" + TestDatabase.newTenantId()).build());
  }

  @Test
  void usesAreSummedFromTheBuildsOfTheScope() {
    var sibling = phases.chat(chat.tenant(), "shop", "sibling");
    var cousin = phases.chat(chat.tenant(), "blog", "cousin");
    var made = phases.active(chat, 1, 0);
    phases.active(sibling, 1, 0);
    phases.waiting(chat, 2);
    phases.waiting(chat, 3);
    phases.waiting(cousin, 1);
    phases.request(chat, 4, Duration.ofMinutes(59));
    phases.request(chat, 5, Duration.ofMinutes(61));
    phases.source(chat.tenant(), 100);
    phases.artifact(made, 23);
    phases.active(other, 1, 0);
    phases.waiting(other, 2);
    phases.source(other.tenant(), 1_000);
    update(Quota.newBuilder().setName(tenant + "/quota").setRunning(1).setStorageBytes(500));

    assertThat(usage(tenant))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "running", "2 of 1",
                "cpu_millis", "3000",
                "memory_mib", "4096",
                "queued", "3 of 10000",
                "builds_per_hour", "6",
                "storage_bytes", "123 of 500"));
    assertThat(usage(tenant + "/projects/shop"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "running", "2",
                "cpu_millis", "3000",
                "memory_mib", "4096",
                "queued", "2",
                "builds_per_hour", "5"));
    assertThat(usage(chat.name()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "running", "1",
                "cpu_millis", "1500",
                "memory_mib", "2048",
                "queued", "2",
                "builds_per_hour", "4"));
    assertThat(usage("cluster")).doesNotContainKey("storage_bytes").containsKey("queued");
  }

  private Map<String, String> usage(String scope) {
    var usage =
        Answer.of(
            endpoint::getQuotaUsage,
            GetQuotaUsageRequest.newBuilder().setName(scope + "/quota").build());
    assertThat(usage.getName()).isEqualTo(scope + "/quota");
    assertThat(usage.hasAsOfTime()).isTrue();
    var entries = new TreeMap<String, String>();
    for (QuotaUsage.Entry entry : usage.getEntriesList()) {
      entries.put(
          entry.getResource(),
          entry.getUsed() + (entry.hasLimit() ? " of " + entry.getLimit() : ""));
    }
    return entries;
  }

  private List<String> list(String scope) {
    return Answer.of(endpoint::listQuotas, ListQuotasRequest.newBuilder().setScope(scope).build())
        .getQuotasList()
        .stream()
        .map(Quota::getName)
        .toList();
  }

  private Quota get(String scope) {
    return Answer.of(
        endpoint::getQuota, GetQuotaRequest.newBuilder().setName(scope + "/quota").build());
  }

  private Quota update(Quota.Builder quota, String... paths) {
    return Answer.of(endpoint::updateQuota, request(quota, paths));
  }

  private Violation violation(Quota.Builder quota, String... paths) {
    return Answer.refusal(Kind.BadRequest.class, endpoint::updateQuota, request(quota, paths))
        .violations()
        .getFirst();
  }

  private static UpdateQuotaRequest request(Quota.Builder quota, String... paths) {
    return UpdateQuotaRequest.newBuilder()
        .setQuota(quota)
        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
        .build();
  }
}
