package dev.slipway.coordinator.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import dev.slipway.coordinator.build.Refusal.Kind;
import dev.slipway.coordinator.build.Refusal.Violation;
import dev.slipway.coordinator.embedded.Answer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestDatabase;
import dev.slipway.v1.CreateTenantRequest;
import dev.slipway.v1.DeleteTenantRequest;
import dev.slipway.v1.GetTenantRequest;
import dev.slipway.v1.ListTenantsRequest;
import dev.slipway.v1.Tenant;
import dev.slipway.v1.UpdateTenantRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@CoordinatorTest
class TenantsTest {
  private final TenantEndpoint endpoint;
  private final TestPhases phases;
  private String other;

  TenantsTest(TenantEndpoint endpoint, TestPhases phases) {
    this.endpoint = endpoint;
    this.phases = phases;
  }

  @BeforeEach
  void aBystander() {
    other = phases.tenant();
  }

  @Test
  void aTenantIsMadeAsItIsAskedFor() {
    var id = TestDatabase.newTenantId();

    var made = create(id, Tenant.newBuilder().setDisplayName("Ada & Söhne").setWeight(2.5f));

    assertThat(made.getName()).isEqualTo("tenants/" + id);
    assertThat(made.getDisplayName()).isEqualTo("Ada & Söhne");
    assertThat(made.getWeight()).isEqualTo(2.5f);
    assertThat(made.getUpdateTime()).isEqualTo(made.getCreateTime());
    assertThat(get(id)).isEqualTo(made);
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    var made = create(TestDatabase.newTenantId(), Tenant.newBuilder());

    assertThat(made.getWeight()).isEqualTo(1);
    assertThat(made.getDisplayName()).isEmpty();
  }

  @Test
  void aTenantThatExistsIsNotMadeAgain() {
    var before = get(other);

    var refusal =
        Answer.refusal(
            Kind.AlreadyExists.class,
            endpoint::createTenant,
            CreateTenantRequest.newBuilder()
                .setTenantId(other)
                .setTenant(Tenant.newBuilder().setDisplayName("again"))
                .build());

    assertThat(refusal.resource()).isEqualTo("tenants/" + other);
    assertThat(get(other)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a/b", "a b", "tenants/a"})
  void anOddIdIsRefused(String id) {
    var refusal =
        Answer.refusal(
            Kind.BadRequest.class,
            endpoint::createTenant,
            CreateTenantRequest.newBuilder().setTenantId(id).build());

    assertThat(refusal.violations())
        .singleElement()
        .returns("tenant_id", Violation::field)
        .extracting(Violation::description)
        .asString()
        .contains("\"" + id + "\"");
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, 0.009f, 100.1f, Float.NaN, Float.POSITIVE_INFINITY})
  void aWeightOutOfRangeIsRefused(float weight) {
    var refusal =
        Answer.refusal(
            Kind.BadRequest.class,
            endpoint::updateTenant,
            update(other, Tenant.newBuilder().setWeight(weight), "weight"));

    assertThat(refusal.violations())
        .singleElement()
        .returns("tenant.weight", Violation::field)
        .returns("is " + weight + "; 0.01 to 100, default 1.", Violation::description);
    assertThat(get(other).getWeight()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.01f, 100})
  void theOutermostWeightsAreTaken(float weight) {
    var made = create(TestDatabase.newTenantId(), Tenant.newBuilder().setWeight(weight));

    assertThat(made.getWeight()).isEqualTo(weight);
  }

  @Test
  void aDisplayNameIsBounded() {
    var long1 = "🙂".repeat(200);
    assertThat(create(TestDatabase.newTenantId(), Tenant.newBuilder().setDisplayName(long1)))
        .returns(long1, Tenant::getDisplayName);

    for (var odd : List.of(long1 + "x", "a\0b")) {
      var refusal =
          Answer.refusal(
              Kind.BadRequest.class,
              endpoint::updateTenant,
              update(other, Tenant.newBuilder().setDisplayName(odd), "display_name"));
      assertThat(refusal.violations().getFirst().field()).isEqualTo("tenant.display_name");
    }
  }

  @Test
  void anUpdateChangesWhatItsMaskNamesAndNothingElse() {
    var id = TestDatabase.newTenantId();
    var made = create(id, Tenant.newBuilder().setDisplayName("one").setWeight(3));
    var bystander = get(other);

    var renamed =
        Answer.of(
            endpoint::updateTenant,
            update(id, Tenant.newBuilder().setDisplayName("two").setWeight(-9), "display_name"));

    assertThat(renamed)
        .isEqualTo(
            made.toBuilder().setDisplayName("two").setUpdateTime(renamed.getUpdateTime()).build());
    assertThat(renamed.getUpdateTime()).isNotEqualTo(made.getUpdateTime());
    assertThat(
            Answer.of(endpoint::updateTenant, update(id, Tenant.newBuilder(), "weight"))
                .getWeight())
        .as("absent: back to the default")
        .isEqualTo(1);
    assertThat(get(other)).isEqualTo(bystander);
  }

  @Test
  void aMaskWithAnUnknownPathIsRefusedByName() {
    for (var path : List.of("name", "create_time", "*")) {
      var refusal =
          Answer.refusal(
              Kind.BadRequest.class,
              endpoint::updateTenant,
              update(other, Tenant.newBuilder(), "weight", path));
      assertThat(refusal.violations())
          .singleElement()
          .returns("update_mask", Violation::field)
          .returns(
              "\"" + path + "\" cannot be changed. Give any of display_name, weight.",
              Violation::description);
    }
    assertThat(
            Answer.refusal(
                    Kind.BadRequest.class,
                    endpoint::updateTenant,
                    update(other, Tenant.newBuilder()))
                .message())
        .contains("update_mask: is empty");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    var nobody = "tenants/" + TestDatabase.newTenantId();

    assertThat(
            Answer.refusal(
                    Kind.NotFound.class,
                    endpoint::getTenant,
                    GetTenantRequest.newBuilder().setName(nobody).build())
                .resource())
        .isEqualTo(nobody);
    Answer.refusal(
        Kind.NotFound.class,
        endpoint::deleteTenant,
        DeleteTenantRequest.newBuilder().setName(nobody).build());
    Answer.refusal(
        Kind.NotFound.class,
        endpoint::updateTenant,
        update(nobody.substring(8), Tenant.newBuilder().setWeight(2), "weight"));
    assertThat(
            Answer.refusal(
                    Kind.BadRequest.class,
                    endpoint::getTenant,
                    GetTenantRequest.newBuilder().setName("tenants/a/chats/b").build())
                .message())
        .isEqualTo("name: \"tenants/a/chats/b\" is not of the form tenants/{tenant}.");
  }

  @Test
  void pagesTogetherAreTheWholeListById() {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      ids.add(phases.tenant());
    }

    var seen = new ArrayList<String>();
    var request = ListTenantsRequest.newBuilder().setPageSize(3);
    do {
      var page = Answer.of(endpoint::listTenants, request.build());
      assertThat(page.getTenantsCount()).isBetween(1, 3);
      page.getTenantsList().forEach(tenant -> seen.add(tenant.getName()));
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());

    assertThat(seen).doesNotHaveDuplicates().contains("tenants/" + other);
    assertThat(seen).containsSubsequence(ids.stream().sorted().map("tenants/"::concat).toList());
    for (var token : List.of("odd", "YSBi")) {
      Answer.refusal(
          Kind.BadRequest.class,
          endpoint::listTenants,
          ListTenantsRequest.newBuilder().setPageToken(token).build());
    }
  }

  @Test
  void anEmptyTenantGoesAndNoOther() {
    var id = phases.tenant();

    delete(id);

    Answer.refusal(
        Kind.NotFound.class,
        endpoint::getTenant,
        GetTenantRequest.newBuilder().setName("tenants/" + id).build());
    assertThat(get(other).getName()).isEqualTo("tenants/" + other);
  }

  @Test
  void aTenantThatHasSomethingStaysAndSaysWhat() {
    var id = phases.tenant();
    var chat = phases.chat(id, "shop", "c1");
    for (int i = 2; i <= 5; i++) {
      phases.chat(id, "shop", "c" + i);
    }
    var build = phases.request(chat, 1, Duration.ZERO);
    phases.source(id, 7);

    var refusal =
        Answer.refusal(
            Kind.WrongState.class,
            endpoint::deleteTenant,
            DeleteTenantRequest.newBuilder().setName("tenants/" + id).build());

    assertThat(refusal.reason()).isEqualTo("NOT_EMPTY");
    assertThat(refusal.resource()).isEqualTo("tenants/" + id);
    assertThat(refusal.message())
        .contains("1 project (shop)", "5 chats (c1, c2, c3, …)", "1 build (" + build + ")")
        .contains("1 source (");
    assertThat(get(id).getName()).isEqualTo("tenants/" + id);
  }

  private Tenant create(String id, Tenant.Builder tenant) {
    return Answer.of(
        endpoint::createTenant,
        CreateTenantRequest.newBuilder().setTenantId(id).setTenant(tenant).build());
  }

  private Tenant get(String id) {
    return Answer.of(
        endpoint::getTenant, GetTenantRequest.newBuilder().setName("tenants/" + id).build());
  }

  private void delete(String id) {
    Answer.of(
        endpoint::deleteTenant, DeleteTenantRequest.newBuilder().setName("tenants/" + id).build());
  }

  private static UpdateTenantRequest update(String id, Tenant.Builder tenant, String... paths) {
    return UpdateTenantRequest.newBuilder()
        .setTenant(tenant.setName("tenants/" + id))
        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
        .build();
  }
}
