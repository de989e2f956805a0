package dev.slipway.coordinator.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import dev.slipway.coordinator.build.Refusal.Kind;
import dev.slipway.coordinator.embedded.Answer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestDatabase;
import dev.slipway.v1.CreateProjectRequest;
import dev.slipway.v1.DeleteProjectRequest;
import dev.slipway.v1.GetProjectRequest;
import dev.slipway.v1.ListProjectsRequest;
import dev.slipway.v1.Project;
import dev.slipway.v1.UpdateProjectRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class ProjectsTest {
  private final TenantEndpoint endpoint;
  private final TestPhases phases;
  private String tenant;
  private String other;

  ProjectsTest(TenantEndpoint endpoint, TestPhases phases) {
    this.endpoint = endpoint;
    this.phases = phases;
  }

  @BeforeEach
  void twoTenantsWithAProjectOfTheSameId() {
    tenant = phases.tenant();
    other = phases.tenant();
    phases.project(tenant, "shop");
    phases.project(other, "shop");
  }

  @Test
  void aProjectIsMadeAsItIsAskedFor() {
    var made = Answer.of(endpoint::createProject, create(tenant, "blog", "The blog"));

    assertThat(made.getName()).isEqualTo("tenants/" + tenant + "/projects/blog");
    assertThat(made.getDisplayName()).isEqualTo("The blog");
    assertThat(made.hasCreateTime()).isTrue();
    assertThat(get(tenant, "blog")).isEqualTo(made);
    notFound(other, "blog");
  }

  @Test
  void aProjectThatExistsIsNotMadeAgain() {
    var refusal =
        Answer.refusal(
            Kind.AlreadyExists.class, endpoint::createProject, create(tenant, "shop", "again"));

    assertThat(refusal.resource()).isEqualTo("tenants/" + tenant + "/projects/shop");
    assertThat(get(tenant, "shop").getDisplayName()).isEmpty();
  }

  @Test
  void aProjectOfNoTenantIsNotFound() {
    var nobody = TestDatabase.newTenantId();

    var refusal =
        Answer.refusal(Kind.NotFound.class, endpoint::createProject, create(nobody, "blog", ""));

    assertThat(refusal.resource()).isEqualTo("tenants/" + nobody);
    Answer.refusal(
        Kind.NotFound.class,
        endpoint::listProjects,
        ListProjectsRequest.newBuilder().setParent("tenants/" + nobody).build());
  }

  @Test
  void oddNamesAreRefusedByField() {
    assertThat(field(create("a b", "x", ""))).isEqualTo("parent");
    assertThat(field(create(tenant, "x y", ""))).isEqualTo("project_id");
    assertThat(field(create(tenant, "x", "y".repeat(201)))).isEqualTo("project.display_name");
    assertThat(
            Answer.refusal(
                    Kind.BadRequest.class,
                    endpoint::getProject,
                    GetProjectRequest.newBuilder().setName("tenants/a/chats/b").build())
                .message())
        .contains("tenants/{tenant}/projects/{project}");
  }

  @Test
  void anUpdateRenamesThisProjectOnly() {
    var renamed =
        Answer.of(endpoint::updateProject, update(tenant, "shop", "My shop", "display_name"));

    assertThat(renamed.getDisplayName()).isEqualTo("My shop");
    assertThat(renamed.getUpdateTime()).isNotEqualTo(renamed.getCreateTime());
    assertThat(get(tenant, "shop")).isEqualTo(renamed);
    assertThat(get(other, "shop").getDisplayName()).isEmpty();
  }

  @Test
  void anUpdateOfWhatIsNotThereOrCannotChangeIsRefused() {
    Answer.refusal(
        Kind.NotFound.class, endpoint::updateProject, update(tenant, "none", "x", "display_name"));
    assertThat(
            Answer.refusal(
                    Kind.BadRequest.class,
                    endpoint::updateProject,
                    update(tenant, "shop", "x", "create_time"))
                .message())
        .isEqualTo("update_mask: \"create_time\" cannot be changed. Give any of display_name.");
    assertThat(get(tenant, "shop").getDisplayName()).isEmpty();
  }

  @Test
  void pagesAreByIdAndOfOneTenant() {
    phases.project(tenant, "a");
    phases.project(tenant, "z");

    var first =
        Answer.of(
            endpoint::listProjects,
            ListProjectsRequest.newBuilder().setParent("tenants/" + tenant).setPageSize(2).build());
    var second =
        Answer.of(
            endpoint::listProjects,
            ListProjectsRequest.newBuilder()
                .setParent("tenants/" + tenant)
                .setPageSize(2)
                .setPageToken(first.getNextPageToken())
                .build());

    assertThat(first.getProjectsList())
        .extracting(Project::getName)
        .containsExactly(
            "tenants/" + tenant + "/projects/a", "tenants/" + tenant + "/projects/shop");
    assertThat(second.getProjectsList())
        .extracting(Project::getName)
        .containsExactly("tenants/" + tenant + "/projects/z");
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void anEmptyProjectGoesAndNoOther() {
    phases.project(tenant, "empty");

    delete(tenant, "empty");

    notFound(tenant, "empty");
    assertThat(get(tenant, "shop").getName()).endsWith("shop");
    assertThat(get(other, "shop").getName()).endsWith("shop");
  }

  @Test
  void aProjectThatHasSomethingStaysAndSaysWhat() {
    var chat = phases.chat(tenant, "shop", "c");
    phases.request(chat, 1, Duration.ZERO);
    phases.request(chat, 2, Duration.ZERO);
    phases.chat(tenant, "another", "bystander");

    var refusal =
        Answer.refusal(
            Kind.WrongState.class,
            endpoint::deleteProject,
            DeleteProjectRequest.newBuilder()
                .setName("tenants/" + tenant + "/projects/shop")
                .build());

    assertThat(refusal.reason()).isEqualTo("NOT_EMPTY");
    assertThat(refusal.message()).contains("1 chat (c)", "2 builds (").doesNotContain("bystander");
    assertThat(get(tenant, "shop").getName()).endsWith("shop");
    delete(other, "shop");
  }

  private Project get(String tenant, String project) {
    return Answer.of(endpoint::getProject, named(tenant, project));
  }

  private void notFound(String tenant, String project) {
    Answer.refusal(Kind.NotFound.class, endpoint::getProject, named(tenant, project));
  }

  private void delete(String tenant, String project) {
    Answer.of(
        endpoint::deleteProject,
        DeleteProjectRequest.newBuilder()
            .setName("tenants/" + tenant + "/projects/" + project)
            .build());
  }

  private String field(CreateProjectRequest request) {
    return Answer.refusal(Kind.BadRequest.class, endpoint::createProject, request)
        .violations()
        .getFirst()
        .field();
  }

  private static GetProjectRequest named(String tenant, String project) {
    return GetProjectRequest.newBuilder()
        .setName("tenants/" + tenant + "/projects/" + project)
        .build();
  }

  private static CreateProjectRequest create(String tenant, String id, String displayName) {
    return CreateProjectRequest.newBuilder()
        .setParent("tenants/" + tenant)
        .setProjectId(id)
        .setProject(Project.newBuilder().setDisplayName(displayName))
        .build();
  }

  private static UpdateProjectRequest update(
      String tenant, String project, String displayName, String... paths) {
    return UpdateProjectRequest.newBuilder()
        .setProject(
            Project.newBuilder()
                .setName("tenants/" + tenant + "/projects/" + project)
                .setDisplayName(displayName))
        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
        .build();
  }
}
