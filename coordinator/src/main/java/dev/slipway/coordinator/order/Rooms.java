package dev.slipway.coordinator.order;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rooms of all scopes. Projects and chats without a limit or a pause have none. */
final class Rooms {
  final Room cluster;
  private final Map<Scope, Limit> limits;
  private final Set<Scope> paused;
  private final Map<String, Room> tenants = new HashMap<>();
  private final Map<Scope.Project, Room> projects = new HashMap<>();
  private final Map<Long, Room> chats = new HashMap<>();

  Rooms(Map<Scope, Limit> limits, Set<Scope> paused) {
    this.limits = limits;
    this.paused = paused;
    this.cluster = open(Scope.CLUSTER);
    limits.keySet().forEach(this::openNarrow);
    paused.forEach(this::openNarrow);
  }

  private Room open(Scope scope) {
    return new Room(scope, limits.getOrDefault(scope, Limit.UNLIMITED), paused.contains(scope));
  }

  private void openNarrow(Scope scope) {
    switch (scope) {
      case Scope.Project project -> projects.computeIfAbsent(project, this::open);
      case Scope.Chat chat -> chats.computeIfAbsent(chat.chatNo(), _ -> open(chat));
      case Scope.Cluster _, Scope.Tenant _ -> {}
    }
  }

  Room tenant(String tenant) {
    var room = tenants.get(tenant);
    if (room == null) {
      room = open(new Scope.Tenant(tenant));
      tenants.put(tenant, room);
    }
    return room;
  }

  @Nullable Room project(Head head) {
    return project(head.tenant(), head.project());
  }

  @Nullable Room chat(Head head) {
    return chat(head.chatNo());
  }

  private @Nullable Room project(String tenant, String project) {
    return projects.isEmpty() ? null : projects.get(new Scope.Project(tenant, project));
  }

  private @Nullable Room chat(long chatNo) {
    return chats.isEmpty() ? null : chats.get(chatNo);
  }

  void add(Head head) {
    add(Use.of(head));
  }

  void add(Use use) {
    change(use, 1);
  }

  void remove(Use use) {
    change(use, -1);
  }

  private void change(Use use, int sign) {
    cluster.add(use, sign);
    tenant(use.tenant()).add(use, sign);
    var project = project(use.tenant(), use.project());
    if (project != null) {
      project.add(use, sign);
    }
    var chat = chat(use.chatNo());
    if (chat != null) {
      chat.add(use, sign);
    }
  }

  /** A pause of the scope is over. */
  void resume(Scope scope) {
    var room =
        switch (scope) {
          case Scope.Cluster _ -> cluster;
          case Scope.Tenant tenant -> tenant(tenant.tenant());
          case Scope.Project project -> project(project.tenant(), project.project());
          case Scope.Chat chat -> chat(chat.chatNo());
        };
    if (room != null) {
      room.resume();
    }
  }
}
