package dev.slipway.cli.fake;

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
import dev.slipway.v1.Supersede;
import dev.slipway.v1.Tenant;
import dev.slipway.v1.TenantServiceGrpc.TenantServiceImplBase;
import dev.slipway.v1.UpdateChatRequest;
import dev.slipway.v1.UpdateProjectRequest;
import dev.slipway.v1.UpdateTenantRequest;
import io.grpc.stub.StreamObserver;

/** One tenant, one project and one chat, each of them on each of two pages. */
public final class FakeTenants extends TenantServiceImplBase {
  public final Answers answers = new Answers();
  public volatile Tenant tenant =
      Tenant.newBuilder().setName("tenants/acme").setWeight(2).setDisplayName("Acme").build();
  public volatile Project project =
      Project.newBuilder().setName("tenants/default/projects/shop").build();
  public volatile Chat chat =
      Chat.newBuilder()
          .setName("tenants/default/chats/c1")
          .setProject("shop")
          .setMaxParallel(2)
          .setSupersede(Supersede.SUPERSEDE_SMART)
          .setOnFailure(Chat.OnFailure.ON_FAILURE_BLOCK)
          .setLastSequence(7)
          .build();

  @Override
  public void createTenant(CreateTenantRequest request, StreamObserver<Tenant> answer) {
    answers.give(
        request,
        answer,
        request.getTenant().toBuilder().setName("tenants/" + request.getTenantId()).build());
  }

  @Override
  public void getTenant(GetTenantRequest request, StreamObserver<Tenant> answer) {
    answers.give(request, answer, tenant.toBuilder().setName(request.getName()).build());
  }

  @Override
  public void listTenants(ListTenantsRequest request, StreamObserver<ListTenantsResponse> answer) {
    answers.give(
        request,
        answer,
        ListTenantsResponse.newBuilder()
            .addTenants(tenant)
            .setNextPageToken(request.getPageToken().isEmpty() ? "second" : "")
            .build());
  }

  @Override
  public void updateTenant(UpdateTenantRequest request, StreamObserver<Tenant> answer) {
    answers.give(request, answer, request.getTenant());
  }

  @Override
  public void deleteTenant(
      DeleteTenantRequest request, StreamObserver<DeleteTenantResponse> answer) {
    answers.give(request, answer, DeleteTenantResponse.getDefaultInstance());
  }

  @Override
  public void createProject(CreateProjectRequest request, StreamObserver<Project> answer) {
    answers.give(
        request,
        answer,
        request.getProject().toBuilder()
            .setName(request.getParent() + "/projects/" + request.getProjectId())
            .build());
  }

  @Override
  public void getProject(GetProjectRequest request, StreamObserver<Project> answer) {
    answers.give(request, answer, project.toBuilder().setName(request.getName()).build());
  }

  @Override
  public void listProjects(
      ListProjectsRequest request, StreamObserver<ListProjectsResponse> answer) {
    answers.give(
        request,
        answer,
        ListProjectsResponse.newBuilder()
            .addProjects(project)
            .setNextPageToken(request.getPageToken().isEmpty() ? "second" : "")
            .build());
  }

  @Override
  public void updateProject(UpdateProjectRequest request, StreamObserver<Project> answer) {
    answers.give(request, answer, request.getProject());
  }

  @Override
  public void deleteProject(
      DeleteProjectRequest request, StreamObserver<DeleteProjectResponse> answer) {
    answers.give(request, answer, DeleteProjectResponse.getDefaultInstance());
  }

  @Override
  public void createChat(CreateChatRequest request, StreamObserver<Chat> answer) {
    answers.give(
        request,
        answer,
        request.getChat().toBuilder()
            .setName(request.getParent() + "/chats/" + request.getChatId())
            .build());
  }

  @Override
  public void getChat(GetChatRequest request, StreamObserver<Chat> answer) {
    answers.give(request, answer, chat.toBuilder().setName(request.getName()).build());
  }

  @Override
  public void listChats(ListChatsRequest request, StreamObserver<ListChatsResponse> answer) {
    answers.give(
        request,
        answer,
        ListChatsResponse.newBuilder()
            .addChats(chat)
            .setNextPageToken(request.getPageToken().isEmpty() ? "second" : "")
            .build());
  }

  @Override
  public void updateChat(UpdateChatRequest request, StreamObserver<Chat> answer) {
    answers.give(request, answer, request.getChat());
  }

  @Override
  public void deleteChat(DeleteChatRequest request, StreamObserver<DeleteChatResponse> answer) {
    answers.give(request, answer, DeleteChatResponse.getDefaultInstance());
  }
}
