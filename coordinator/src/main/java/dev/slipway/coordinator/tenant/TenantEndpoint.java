package dev.slipway.coordinator.tenant;

import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.Scope.OfChat;
import dev.slipway.coordinator.build.Scope.OfProject;
import dev.slipway.coordinator.build.Scope.OfTenant;
import dev.slipway.coordinator.build.UpdateMask;
import dev.slipway.v1.Chat;
import dev.slipway.v1.CreateChatRequest;
import dev.slipway.v1.CreateProjectRequest;
import dev.slipway.v1.CreateTenantRequest;
import dev.slipway.v1.DeleteChatRequest;
import dev.slipway.v1.DeleteChatResponse;
import dev.slipway.v1.DeleteProjectRequest;
import dev.slipway.v1.DeleteProjectResponse;
import dev.slipway.v1.DeleteTenantRequest;
import dev.slipway.v1.DeleteTenantResponse;
import dev.slipway.v1.GetChatRequest;
import dev.slipway.v1.GetProjectRequest;
import dev.slipway.v1.GetTenantRequest;
import dev.slipway.v1.ListChatsRequest;
import dev.slipway.v1.ListChatsResponse;
import dev.slipway.v1.ListProjectsRequest;
import dev.slipway.v1.ListProjectsResponse;
import dev.slipway.v1.ListTenantsRequest;
import dev.slipway.v1.ListTenantsResponse;
import dev.slipway.v1.Project;
import dev.slipway.v1.Tenant;
import dev.slipway.v1.TenantServiceGrpc;
import dev.slipway.v1.UpdateChatRequest;
import dev.slipway.v1.UpdateProjectRequest;
import dev.slipway.v1.UpdateTenantRequest;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.util.List;

/** TenantService: the calls about tenants, projects and chats. */
@Singleton
class TenantEndpoint extends TenantServiceGrpc.TenantServiceImplBase {
  private static final List<String> PROJECT_FIELDS = List.of("display_name");

  private final Tenants tenants;
  private final Projects projects;
  private final Chats chats;

  TenantEndpoint(Tenants tenants, Projects projects, Chats chats) {
    this.tenants = tenants;
    this.projects = projects;
    this.chats = chats;
  }

  @Override
  public void createTenant(CreateTenantRequest request, StreamObserver<Tenant> answer) {
    var name = new OfTenant(Fields.id("tenant_id", request.getTenantId()));
    answer(answer, TenantMessages.message(tenants.create(name, settings(request.getTenant()))));
  }

  @Override
  public void getTenant(GetTenantRequest request, StreamObserver<Tenant> answer) {
    var name = Fields.tenant("name", request.getName());
    answer(answer, TenantMessages.message(tenants.get(name)));
  }

  @Override
  public void listTenants(ListTenantsRequest request, StreamObserver<ListTenantsResponse> answer) {
    var page =
        Page.of(request.getPageSize(), request.getPageToken(), tenants::list, TenantRow::tenantId);
    answer(
        answer,
        ListTenantsResponse.newBuilder()
            .addAllTenants(page.rows().stream().map(TenantMessages::message).toList())
            .setNextPageToken(page.nextToken())
            .build());
  }

  @Override
  public void updateTenant(UpdateTenantRequest request, StreamObserver<Tenant> answer) {
    var paths = UpdateMask.required(request.getUpdateMask().getPathsList(), TenantMessages.FIELDS);
    var name = Fields.tenant("tenant.name", request.getTenant().getName());
    var row =
        tenants.update(name, stands -> TenantMessages.merge(stands, request.getTenant(), paths));
    answer(answer, TenantMessages.message(row));
  }

  @Override
  public void deleteTenant(
      DeleteTenantRequest request, StreamObserver<DeleteTenantResponse> answer) {
    tenants.delete(Fields.tenant("name", request.getName()));
    answer(answer, DeleteTenantResponse.getDefaultInstance());
  }

  @Override
  public void createProject(CreateProjectRequest request, StreamObserver<Project> answer) {
    var tenant = Fields.tenant("parent", request.getParent()).tenant();
    var name = new OfProject(tenant, Fields.id("project_id", request.getProjectId()));
    answer(
        answer, TenantMessages.message(projects.create(name, displayName(request.getProject()))));
  }

  @Override
  public void getProject(GetProjectRequest request, StreamObserver<Project> answer) {
    var name = Fields.project("name", request.getName());
    answer(answer, TenantMessages.message(projects.get(name)));
  }

  @Override
  public void listProjects(
      ListProjectsRequest request, StreamObserver<ListProjectsResponse> answer) {
    var tenant = Fields.tenant("parent", request.getParent()).tenant();
    var page =
        Page.of(
            request.getPageSize(),
            request.getPageToken(),
            (after, most) -> projects.list(tenant, after, most),
            ProjectRow::projectId);
    answer(
        answer,
        ListProjectsResponse.newBuilder()
            .addAllProjects(page.rows().stream().map(TenantMessages::message).toList())
            .setNextPageToken(page.nextToken())
            .build());
  }

  @Override
  public void updateProject(UpdateProjectRequest request, StreamObserver<Project> answer) {
    UpdateMask.required(request.getUpdateMask().getPathsList(), PROJECT_FIELDS);
    var name = Fields.project("project.name", request.getProject().getName());
    answer(
        answer, TenantMessages.message(projects.rename(name, displayName(request.getProject()))));
  }

  @Override
  public void deleteProject(
      DeleteProjectRequest request, StreamObserver<DeleteProjectResponse> answer) {
    projects.delete(Fields.project("name", request.getName()));
    answer(answer, DeleteProjectResponse.getDefaultInstance());
  }

  @Override
  public void createChat(CreateChatRequest request, StreamObserver<Chat> answer) {
    var tenant = Fields.tenant("parent", request.getParent()).tenant();
    var name = new OfChat(tenant, Fields.id("chat_id", request.getChatId()));
    var said = request.getChat();
    var project =
        said.getProject().isEmpty()
            ? Ids.PROJECT_DEFAULT
            : Fields.id("chat.project", said.getProject());
    answer(answer, ChatMessages.message(chats.create(name, project, ChatMessages.settings(said))));
  }

  @Override
  public void getChat(GetChatRequest request, StreamObserver<Chat> answer) {
    var name = Fields.chat("name", request.getName());
    answer(answer, ChatMessages.message(chats.get(name)));
  }

  @Override
  public void listChats(ListChatsRequest request, StreamObserver<ListChatsResponse> answer) {
    var tenant = Fields.tenant("parent", request.getParent()).tenant();
    var project =
        request.getProject().isEmpty() ? null : Fields.id("project", request.getProject());
    var page =
        Page.of(
            request.getPageSize(),
            request.getPageToken(),
            (after, most) -> chats.list(tenant, after, project, most),
            ChatRow::chatId);
    answer(
        answer,
        ListChatsResponse.newBuilder()
            .addAllChats(page.rows().stream().map(ChatMessages::message).toList())
            .setNextPageToken(page.nextToken())
            .build());
  }

  @Override
  public void updateChat(UpdateChatRequest request, StreamObserver<Chat> answer) {
    var paths = UpdateMask.required(request.getUpdateMask().getPathsList(), ChatMessages.FIELDS);
    var name = Fields.chat("chat.name", request.getChat().getName());
    var row = chats.update(name, stands -> ChatMessages.merge(stands, request.getChat(), paths));
    answer(answer, ChatMessages.message(row));
  }

  @Override
  public void deleteChat(DeleteChatRequest request, StreamObserver<DeleteChatResponse> answer) {
    chats.delete(Fields.chat("name", request.getName()));
    answer(answer, DeleteChatResponse.getDefaultInstance());
  }

  private static Tenants.Settings settings(Tenant said) {
    return TenantMessages.merge(Tenants.Settings.DEFAULT, said, TenantMessages.FIELDS);
  }

  private static String displayName(Project said) {
    return Fields.displayName("project.display_name", said.getDisplayName());
  }

  private static <A> void answer(StreamObserver<A> to, A message) {
    to.onNext(message);
    to.onCompleted();
  }
}
