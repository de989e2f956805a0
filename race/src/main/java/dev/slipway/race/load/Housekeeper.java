package dev.slipway.race.load;

import com.google.protobuf.FieldMask;
import dev.slipway.race.plan.Names;
import dev.slipway.v1.Chat;
import dev.slipway.v1.CreateChatRequest;
import dev.slipway.v1.CreateProjectRequest;
import dev.slipway.v1.DeleteChatRequest;
import dev.slipway.v1.DeleteProjectRequest;
import dev.slipway.v1.Project;
import dev.slipway.v1.Tenant;
import dev.slipway.v1.TenantServiceGrpc.TenantServiceBlockingStub;
import dev.slipway.v1.UpdateProjectRequest;
import dev.slipway.v1.UpdateTenantRequest;
import java.util.function.Consumer;

/**
 * Makes, changes and deletes projects and chats that no build is in, and renames tenants: nothing
 * of it may be felt by the queue.
 */
final class Housekeeper {
  private final Names names;
  private final Steps steps;
  private int turns;

  /** Makes a call until its outcome is known. */
  @FunctionalInterface
  interface Steps {
    void until(String kind, Consumer<TenantServiceBlockingStub> call) throws InterruptedException;
  }

  Housekeeper(Names names, Steps steps) {
    this.names = names;
    this.steps = steps;
  }

  /** One thing after the other. */
  void turn() throws InterruptedException {
    int turn = turns++;
    var tenant = "tenants/" + names.tenant(turn / 6 % names.tenants());
    var id = "empty-" + turn / 6;
    switch (turn % 6) {
      case 0 ->
          steps.until(
              "PROJECT",
              calls -> {
                var _ =
                    calls.createProject(
                        CreateProjectRequest.newBuilder()
                            .setParent(tenant)
                            .setProjectId(id)
                            .setProject(Project.getDefaultInstance())
                            .build());
              });
      case 1 ->
          steps.until(
              "PROJECT",
              calls -> {
                var _ =
                    calls.updateProject(
                        UpdateProjectRequest.newBuilder()
                            .setProject(
                                Project.newBuilder()
                                    .setName(tenant + "/projects/" + id)
                                    .setDisplayName("turn " + turn))
                            .setUpdateMask(FieldMask.newBuilder().addPaths("display_name"))
                            .build());
              });
      case 2 ->
          steps.until(
              "CHAT",
              calls -> {
                var _ =
                    calls.createChat(
                        CreateChatRequest.newBuilder()
                            .setParent(tenant)
                            .setChatId(id)
                            .setChat(Chat.newBuilder().setProject(id))
                            .build());
              });
      case 3 ->
          steps.until(
              "TENANT",
              calls -> {
                var _ =
                    calls.updateTenant(
                        UpdateTenantRequest.newBuilder()
                            .setTenant(
                                Tenant.newBuilder().setName(tenant).setDisplayName("turn " + turn))
                            .setUpdateMask(FieldMask.newBuilder().addPaths("display_name"))
                            .build());
              });
      case 4 ->
          steps.until(
              "CHAT",
              calls -> {
                var _ =
                    calls.deleteChat(
                        DeleteChatRequest.newBuilder().setName(tenant + "/chats/" + id).build());
              });
      default ->
          steps.until(
              "PROJECT",
              calls -> {
                var _ =
                    calls.deleteProject(
                        DeleteProjectRequest.newBuilder()
                            .setName(tenant + "/projects/" + id)
                            .build());
              });
    }
  }
}
