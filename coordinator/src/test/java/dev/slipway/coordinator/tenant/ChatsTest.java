package dev.slipway.coordinator.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import dev.slipway.coordinator.build.Refusal.Kind;
import dev.slipway.coordinator.embedded.Answer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestDatabase;
import dev.slipway.v1.Chat;
import dev.slipway.v1.Chat.Debounce;
import dev.slipway.v1.CreateChatRequest;
import dev.slipway.v1.DeleteChatRequest;
import dev.slipway.v1.GetChatRequest;
import dev.slipway.v1.GetProjectRequest;
import dev.slipway.v1.ListChatsRequest;
import dev.slipway.v1.Supersede;
import dev.slipway.v1.UpdateChatRequest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@CoordinatorTest
class ChatsTest {
  private final TenantEndpoint endpoint;
  private final TestPhases phases;
  private String tenant;
  private TestChat chat;
  private TestChat sameIdElsewhere;

  ChatsTest(TenantEndpoint endpoint, TestPhases phases) {
    this.endpoint = endpoint;
    this.phases = phases;
  }

  @BeforeEach
  void twoTenantsWithAChatOfTheSameId() {
    tenant = phases.tenant();
    chat = phases.chat(tenant, "shop", "garden");
    sameIdElsewhere = phases.chat(phases.tenant(), "shop", "garden");
  }

  @Test
  void aChatIsMadeAsItIsAskedForAndItsProjectWithIt() {
    var asked =
        Chat.newBuilder()
            .setProject("blog")
            .setDisplayName("Winter")
            .setMaxParallel(3)
            .setSupersede(Supersede.SUPERSEDE_SMART)
            .setOnFailure(Chat.OnFailure.ON_FAILURE_BLOCK)
            .setDebounce(debounce(2.5, 60));

    var made = Answer.of(endpoint::createChat, create(tenant, "new", asked));

    assertThat(made)
        .isEqualTo(
            asked
                .setName("tenants/" + tenant + "/chats/new")
                .setCreateTime(made.getCreateTime())
                .setUpdateTime(made.getCreateTime())
                .build());
    assertThat(get(made.getName())).isEqualTo(made);
    assertThat(
            Answer.of(
                    endpoint::getProject,
                    GetProjectRequest.newBuilder()
                        .setName("tenants/" + tenant + "/projects/blog")
                        .build())
                .getDisplayName())
        .isEmpty();
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    var made = Answer.of(endpoint::createChat, create(tenant, "new", Chat.newBuilder()));

    assertThat(made)
        .returns("default", Chat::getProject)
        .returns(1, Chat::getMaxParallel)
        .returns(Supersede.SUPERSEDE_KEEP_ALL, Chat::getSupersede)
        .returns(Chat.OnFailure.ON_FAILURE_CONTINUE, Chat::getOnFailure)
        .returns(false, Chat::hasDebounce)
        .returns("", Chat::getBlockedBy)
        .returns(0L, Chat::getLastSequence);
  }

  @Test
  void aChatThatExistsIsNotMadeAgainNorItsProject() {
    var before = get(chat.name());

    var refusal =
        Answer.refusal(
            Kind.AlreadyExists.class,
            endpoint::createChat,
            create(tenant, "garden", Chat.newBuilder().setProject("unheard-of")));

    assertThat(refusal.resource()).isEqualTo(chat.name());
    assertThat(get(chat.name())).isEqualTo(before);
    Answer.refusal(
        Kind.NotFound.class,
        endpoint::getProject,
        GetProjectRequest.newBuilder()
            .setName("tenants/" + tenant + "/projects/unheard-of")
            .build());
  }

  @Test
  void whatIsNotThereIsNotFoundAndSoIsWhatOthersHave() {
    var nobody = TestDatabase.newTenantId();
    phases.chat(sameIdElsewhere.tenant(), "shop", "theirs");
    var theirsAsOurs = "tenants/" + tenant + "/chats/theirs";

    assertThat(
            Answer.refusal(
                    Kind.NotFound.class,
                    endpoint::createChat,
                    create(nobody, "c", Chat.newBuilder()))
                .resource())
        .isEqualTo("tenants/" + nobody);
    assertThat(
            Answer.refusal(
                    Kind.NotFound.class,
                    endpoint::getChat,
                    GetChatRequest.newBuilder().setName(theirsAsOurs).build())
                .resource())
        .isEqualTo(theirsAsOurs);
    Answer.refusal(
        Kind.NotFound.class,
        endpoint::updateChat,
        update(theirsAsOurs, Chat.newBuilder(), "display_name"));
    Answer.refusal(
        Kind.NotFound.class,
        endpoint::deleteChat,
        DeleteChatRequest.newBuilder().setName(theirsAsOurs).build());
    Answer.refusal(
        Kind.NotFound.class,
        endpoint::listChats,
        ListChatsRequest.newBuilder().setParent("tenants/" + nobody).build());
  }

  @Test
  void anUpdateChangesWhatItsMaskNamesAndNothingElse() {
    var before = get(chat.name());
    var elsewhere = get(sameIdElsewhere.name());

    var after =
        Answer.of(
            endpoint::updateChat,
            update(
                chat.name(),
                Chat.newBuilder()
                    .setSupersede(Supersede.SUPERSEDE_SKIP_INTERMEDIATE)
                    .setDebounce(debounce(1, 1))
                    .setMaxParallel(-5),
                "supersede",
                "debounce"));

    assertThat(after)
        .isEqualTo(
            before.toBuilder()
                .setSupersede(Supersede.SUPERSEDE_SKIP_INTERMEDIATE)
                .setDebounce(debounce(1, 1))
                .setUpdateTime(after.getUpdateTime())
                .build());
    assertThat(after.getUpdateTime()).isNotEqualTo(before.getUpdateTime());
    assertThat(
            Answer.of(
                    endpoint::updateChat,
                    update(chat.name(), Chat.newBuilder().setDisplayName("x"), "debounce"))
                .hasDebounce())
        .as("absent: none")
        .isFalse();
    assertThat(get(sameIdElsewhere.name())).isEqualTo(elsewhere);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"UNRECOGNIZED", "SUPERSEDE_UNSPECIFIED"})
  void everyPolicyIsKept(Supersede policy) {
    var after =
        Answer.of(
            endpoint::updateChat,
            update(chat.name(), Chat.newBuilder().setSupersede(policy), "supersede"));

    assertThat(after.getSupersede()).isEqualTo(policy);
  }

  @Test
  void theProjectAndUnknownPathsCannotBeChanged() {
    for (var path : List.of("project", "blocked_by", "debounce.delay")) {
      var refusal =
          Answer.refusal(
              Kind.BadRequest.class,
              endpoint::updateChat,
              update(chat.name(), Chat.newBuilder().setProject("blog"), path));
      assertThat(refusal.message())
          .isEqualTo(
              "update_mask: \"%s\" cannot be changed. Give any of display_name, max_parallel, supersede, on_failure, debounce."
                  .formatted(path));
    }
    assertThat(get(chat.name()).getProject()).isEqualTo("shop");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, chat.debounce.delay",
    "-1, 1, chat.debounce.delay",
    "0.0009, 1, chat.debounce.delay",
    "600.001, 700, chat.debounce.delay",
    "5, 4.999, chat.debounce.max_delay",
    "5, 3600.001, chat.debounce.max_delay",
  })
  void aDebounceOutOfRangeIsRefused(double delay, double maxDelay, String field) {
    var refusal =
        Answer.refusal(
            Kind.BadRequest.class,
            endpoint::updateChat,
            update(
                chat.name(), Chat.newBuilder().setDebounce(debounce(delay, maxDelay)), "debounce"));

    assertThat(refusal.violations().getFirst().field()).isEqualTo(field);
    assertThat(get(chat.name()).hasDebounce()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0.001, 0.001", "600, 3600", "1, 1"})
  void aDebounceWithinItsRangeIsKeptToTheMillisecond(double delay, double maxDelay) {
    var said = debounce(delay, maxDelay);

    var after =
        Answer.of(
            endpoint::updateChat,
            update(chat.name(), Chat.newBuilder().setDebounce(said), "debounce"));

    assertThat(after.getDebounce()).isEqualTo(said);
  }

  @Test
  void oddValuesAreRefusedByField() {
    assertThat(field(Chat.newBuilder().setMaxParallel(65))).isEqualTo("chat.max_parallel");
    assertThat(field(Chat.newBuilder().setMaxParallel(-1))).isEqualTo("chat.max_parallel");
    assertThat(field(Chat.newBuilder().setSupersedeValue(77))).isEqualTo("chat.supersede");
    assertThat(field(Chat.newBuilder().setOnFailureValue(77))).isEqualTo("chat.on_failure");
    assertThat(field(Chat.newBuilder().setProject("a b"))).isEqualTo("chat.project");
    assertThat(field(Chat.newBuilder().setDisplayName("x".repeat(201))))
        .isEqualTo("chat.display_name");
    assertThat(
            field(
                Chat.newBuilder()
                    .setDebounce(
                        Debounce.newBuilder()
                            .setDelay(
                                Duration.newBuilder()
                                    .setSeconds(Long.MAX_VALUE)
                                    .setNanos(Integer.MAX_VALUE)))))
        .isEqualTo("chat.debounce.delay");
  }

  @Test
  void pagesAreByIdOfOneTenantAndOneProjectWhenAsked() {
    phases.chat(tenant, "blog", "apple");
    phases.chat(tenant, "blog", "pear");

    var first = list("", 2, "");
    var second = list("", 2, first.getNextPageToken());

    assertThat(first.getChatsList())
        .extracting(Chat::getName)
        .containsExactly("tenants/" + tenant + "/chats/apple", chat.name());
    assertThat(second.getChatsList())
        .extracting(Chat::getName)
        .containsExactly("tenants/" + tenant + "/chats/pear");
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(list("blog", 0, "").getChatsList())
        .extracting(Chat::getName)
        .containsExactly("tenants/" + tenant + "/chats/apple", "tenants/" + tenant + "/chats/pear");
  }

  @Test
  void aChatWithoutBuildsGoesAndNoOther() {
    Answer.of(endpoint::deleteChat, DeleteChatRequest.newBuilder().setName(chat.name()).build());

    Answer.refusal(
        Kind.NotFound.class,
        endpoint::getChat,
        GetChatRequest.newBuilder().setName(chat.name()).build());
    assertThat(get(sameIdElsewhere.name()).getName()).isEqualTo(sameIdElsewhere.name());
  }

  @Test
  void aChatWithBuildsStaysAndSaysWhich() {
    var build = phases.failed(chat, 1);

    var refusal =
        Answer.refusal(
            Kind.WrongState.class,
            endpoint::deleteChat,
            DeleteChatRequest.newBuilder().setName(chat.name()).build());

    assertThat(refusal.reason()).isEqualTo("NOT_EMPTY");
    assertThat(refusal.message()).contains(chat.name(), "1 build (" + build + ")");
    assertThat(get(chat.name()).getName()).isEqualTo(chat.name());
  }

  private Chat get(String name) {
    return Answer.of(endpoint::getChat, GetChatRequest.newBuilder().setName(name).build());
  }

  private dev.slipway.v1.ListChatsResponse list(String project, int size, String token) {
    return Answer.of(
        endpoint::listChats,
        ListChatsRequest.newBuilder()
            .setParent("tenants/" + tenant)
            .setProject(project)
            .setPageSize(size)
            .setPageToken(token)
            .build());
  }

  private String field(Chat.Builder said) {
    return Answer.refusal(Kind.BadRequest.class, endpoint::createChat, create(tenant, "odd", said))
        .violations()
        .getFirst()
        .field();
  }

  private static Debounce debounce(double delay, double maxDelay) {
    return Debounce.newBuilder().setDelay(seconds(delay)).setMaxDelay(seconds(maxDelay)).build();
  }

  private static Duration seconds(double seconds) {
    long nanos = Math.round(seconds * 1_000_000_000);
    return Duration.newBuilder()
        .setSeconds(nanos / 1_000_000_000)
        .setNanos((int) (nanos % 1_000_000_000))
        .build();
  }

  private static CreateChatRequest create(String tenant, String id, Chat.Builder chat) {
    return CreateChatRequest.newBuilder()
        .setParent("tenants/" + tenant)
        .setChatId(id)
        .setChat(chat)
        .build();
  }

  static UpdateChatRequest update(String name, Chat.Builder chat, String... paths) {
    return UpdateChatRequest.newBuilder()
        .setChat(chat.setName(name))
        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
        .build();
  }
}
