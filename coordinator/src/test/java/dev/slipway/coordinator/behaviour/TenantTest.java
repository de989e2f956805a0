package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.v1.DeleteChatRequest;
import dev.slipway.v1.DeleteProjectRequest;
import dev.slipway.v1.DeleteTenantRequest;
import dev.slipway.v1.GetTenantRequest;
import dev.slipway.v1.ListChatsRequest;
import dev.slipway.v1.ListProjectsRequest;
import org.junit.jupiter.api.Test;

/** Tenants, projects and chats beside each other. */
@BehaviourTest
class TenantTest extends Behaviour {

  @Test
  void theFirstSubmitMakesItsProjectAndChatAndNoTenant() {
    client.submit(us, "garden", build -> build.setProject("shop"));

    assertThat(client.chat(us + "/chats/garden").getProject()).isEqualTo("shop");
    assertThat(projects(us)).isOne();
    assertThat(projects(them)).isZero();
    assertThat(Refusal.of(() -> client.submit("tenants/nobody", "garden")))
        .isEqualTo("NOT_FOUND NOT_FOUND resource tenants/nobody");
    assertThat(
            Refusal.of(
                () ->
                    client.tenants.getTenant(
                        GetTenantRequest.newBuilder().setName("tenants/nobody").build())))
        .isEqualTo("NOT_FOUND NOT_FOUND resource tenants/nobody");
  }

  @Test
  void whatHasBuildsStaysAndWhatIsEmptyGoesWithItsLimitsAndPauses() {
    var build = client.submit(us, "garden", draft -> draft.setProject("shop"));
    var orchard = client.chat(us, "orchard", chat -> chat.setProject("farm"));
    client.limit(orchard, quota -> quota.setRunning(1));
    client.pause(orchard, pause -> pause.setReason("r"));

    assertThat(Refusal.of(() -> deleteChat(us + "/chats/garden"))).contains("NOT_EMPTY");
    assertThat(Refusal.of(() -> deleteProject(us + "/projects/shop"))).contains("NOT_EMPTY");
    assertThat(Refusal.of(() -> deleteTenant(us))).contains("NOT_EMPTY");
    deleteChat(orchard);
    deleteProject(us + "/projects/farm");
    deleteTenant(them);

    assertThat(client.chat(us + "/chats/garden").getLastSequence()).isOne();
    assertThat(projects(us)).isOne();
    assertThat(rows.number("SELECT count(*) FROM quota")).isZero();
    assertThat(rows.number("SELECT count(*) FROM pause")).isZero();
    assertThat(Refusal.of(() -> client.submit(them, "garden")))
        .isEqualTo("NOT_FOUND NOT_FOUND resource " + them);
    assertThat(platform.runs()).containsExactly(build);
  }

  @Test
  void chatsOfTheSameNameOfTwoTenantsAreStrangers() {
    var ours = client.submit(us, "garden");
    var theirs = client.submit(them, "garden");

    client.update(us + "/chats/garden", chat -> chat.setMaxParallel(9), "max_parallel");
    client.pause(us + "/chats/garden", pause -> pause.setReason("r"));

    assertThat(platform.runs()).containsExactly(theirs);
    assertThat(client.chat(them + "/chats/garden").getMaxParallel()).isOne();
    assertThat(
            client
                .tenants
                .listChats(ListChatsRequest.newBuilder().setParent(us).build())
                .getChatsCount())
        .isOne();
    assertThat(Refusal.of(() -> client.get(them + ours.substring(us.length()))))
        .startsWith("NOT_FOUND");
  }

  private int projects(String tenant) {
    return client
        .tenants
        .listProjects(ListProjectsRequest.newBuilder().setParent(tenant).build())
        .getProjectsCount();
  }

  private void deleteChat(String name) {
    var _ = client.tenants.deleteChat(DeleteChatRequest.newBuilder().setName(name).build());
  }

  private void deleteProject(String name) {
    var _ = client.tenants.deleteProject(DeleteProjectRequest.newBuilder().setName(name).build());
  }

  private void deleteTenant(String name) {
    var _ = client.tenants.deleteTenant(DeleteTenantRequest.newBuilder().setName(name).build());
  }
}
