package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.v1.Chat;
import dev.slipway.v1.CreateChatRequest;
import dev.slipway.v1.CreateProjectRequest;
import dev.slipway.v1.CreateTenantRequest;
import dev.slipway.v1.DeleteChatRequest;
import dev.slipway.v1.DeleteProjectRequest;
import dev.slipway.v1.DeleteTenantRequest;
import dev.slipway.v1.ListChatsRequest;
import dev.slipway.v1.Supersede;
import dev.slipway.v1.UpdateChatRequest;
import dev.slipway.v1.UpdateProjectRequest;
import dev.slipway.v1.UpdateTenantRequest;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tenants, projects and chats. */
class TenantTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void tenantIsMadeWithItsWeight() {
    Cli.Result result = cli.run("tenant", "create", "acme", "--name", "Acme", "--weight", "2");

    assertThat(result.lines())
        .startsWith("tenant      tenants/acme", "name        Acme", "weight      2.0");
    CreateTenantRequest sent = sent(CreateTenantRequest.class);
    assertThat(sent.getTenantId()).isEqualTo("acme");
    assertThat(sent.getTenant().getWeight()).isEqualTo(2);
  }

  @Test
  void tenantIsChangedWhereItIsGiven() {
    cli.run("tenant", "update", "acme", "--weight", "0.5");

    UpdateTenantRequest sent = sent(UpdateTenantRequest.class);
    assertThat(sent.getTenant().getName()).isEqualTo("tenants/acme");
    assertThat(sent.getUpdateMask().getPathsList()).containsExactly("weight");
  }

  @Test
  void projectBelongsToItsTenant() {
    cli.run("project", "create", "shop", "--tenant", "acme");
    cli.run("project", "update", "shop", "--name", "The shop");

    CreateProjectRequest created =
        (CreateProjectRequest) coordinator.tenants.answers.requests().get(0);
    UpdateProjectRequest updated =
        (UpdateProjectRequest) coordinator.tenants.answers.requests().get(1);
    assertThat(created.getParent()).isEqualTo("tenants/acme");
    assertThat(created.getProjectId()).isEqualTo("shop");
    assertThat(updated.getProject().getName()).isEqualTo("tenants/default/projects/shop");
    assertThat(updated.getUpdateMask().getPathsList()).containsExactly("display_name");
  }

  @Test
  void chatIsMadeWithItsPolicies() {
    Cli.Result result =
        cli.run("chat", "create", "c1", "--project", "shop", "--on-failure", "block");

    assertThat(result.lines())
        .contains("chat        tenants/default/chats/c1", "project     shop", "on failure  BLOCK");
    CreateChatRequest sent = sent(CreateChatRequest.class);
    assertThat(sent.getChatId()).isEqualTo("c1");
    assertThat(sent.getChat().getProject()).isEqualTo("shop");
    assertThat(sent.getChat().getOnFailure()).isEqualTo(Chat.OnFailure.ON_FAILURE_BLOCK);
  }

  @Test
  void policiesOfAChatAreSetWhereTheyAreGiven() {
    Cli.Result result =
        cli.run(
            "chat",
            "update",
            "c1",
            "--max-parallel",
            "2",
            "--supersede",
            "skip-intermediate",
            "--on-failure",
            "continue",
            "--debounce",
            "5s:60s");

    UpdateChatRequest sent = sent(UpdateChatRequest.class);
    assertThat(sent.getUpdateMask().getPathsList())
        .containsExactly("max_parallel", "supersede", "on_failure", "debounce");
    assertThat(sent.getChat().getMaxParallel()).isEqualTo(2);
    assertThat(sent.getChat().getSupersede()).isEqualTo(Supersede.SUPERSEDE_SKIP_INTERMEDIATE);
    assertThat(sent.getChat().getDebounce())
        .isEqualTo(
            Chat.Debounce.newBuilder()
                .setDelay(Durations.fromSeconds(5))
                .setMaxDelay(Durations.fromSeconds(60))
                .build());
    assertThat(result.lines())
        .contains("debounce    5 s after the last submit, at most 1 min after the first");
  }

  @Test
  void debounceIsTakenAwayByNone() {
    cli.run("chat", "update", "c1", "--debounce", "none");

    UpdateChatRequest sent = sent(UpdateChatRequest.class);
    assertThat(sent.getUpdateMask().getPathsList()).containsExactly("debounce");
    assertThat(sent.getChat().hasDebounce()).isFalse();
  }

  @Test
  void updateOfNothingIsRefused() {
    for (String noun : new String[] {"tenant", "project", "chat"}) {
      Cli.Result result = cli.run(noun, "update", "x");
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err()).contains("nothing to change: give --name");
    }
    assertThat(cli.run("chat", "update", "c1", "--debounce", "5s").err())
        .contains("'5s' is neither DELAY:MAX, as in 5s:60s, nor none");
    assertThat(coordinator.tenants.answers.requests()).isEmpty();
  }

  @Test
  void listsReadEveryPage() {
    assertThat(cli.run("tenant", "list").lines())
        .hasSize(3)
        .last()
        .asString()
        .startsWith("acme    2.0     Acme");
    assertThat(cli.run("project", "list").lines()).hasSize(3);
    assertThat(cli.run("chat", "list", "-o", "json").lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("\"supersede\":\"SMART\"");
  }

  @Test
  void chatsAreListedWithTheirPolicies() {
    Cli.Result result = cli.run("chat", "list", "--project", "shop");

    assertThat(result.lines())
        .last()
        .isEqualTo("c1    shop     2         SMART      BLOCK       7       -           -");
    assertThat(((ListChatsRequest) coordinator.tenants.answers.requests().getFirst()).getProject())
        .isEqualTo("shop");
  }

  @Test
  void getShowsOneByItsId() {
    assertThat(cli.run("tenant", "get", "acme").lines()).contains("tenant      tenants/acme");
    assertThat(cli.run("project", "get", "shop").lines())
        .contains("project     tenants/default/projects/shop");
    assertThat(cli.run("chat", "get", "c1").lines())
        .contains("parallel    2", "supersede   SMART", "debounce    none", "builds      7");
  }

  @Test
  void deleteNamesWhatIsGone() {
    Cli.Result result = cli.run("chat", "delete", "c1");
    cli.run("project", "delete", "shop");
    cli.run("tenant", "delete", "acme");

    assertThat(result.err()).contains("tenants/default/chats/c1 is deleted");
    assertThat(coordinator.tenants.answers.requests())
        .containsExactly(
            DeleteChatRequest.newBuilder().setName("tenants/default/chats/c1").build(),
            DeleteProjectRequest.newBuilder().setName("tenants/default/projects/shop").build(),
            DeleteTenantRequest.newBuilder().setName("tenants/acme").build());
  }

  @Test
  void whatIsNotThereIsLookedForWhereItIsListed() {
    coordinator.tenants.answers.refusal =
        Status.NOT_FOUND
            .withDescription("tenants/acme/chats/c1 does not exist. Check the name and the tenant.")
            .asRuntimeException();

    Cli.Result result = cli.run("chat", "get", "c1", "--tenant", "acme");

    assertThat(result.exit()).isEqualTo(5);
    assertThat(result.err()).contains("`slipway chat list` shows the chats there are");
  }

  private <T extends com.google.protobuf.Message> T sent(Class<T> type) {
    return coordinator.tenants.answers.only(type);
  }
}
