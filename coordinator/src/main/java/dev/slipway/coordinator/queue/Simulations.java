package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Resources;
import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.explain.WhatIf;
import dev.slipway.coordinator.explain.WhatIf.Added;
import dev.slipway.coordinator.explain.WhatIf.Question;
import dev.slipway.coordinator.fanout.EventMessages;
import dev.slipway.coordinator.order.Limit;
import dev.slipway.coordinator.queue.pause.KnownScope;
import dev.slipway.coordinator.queue.pause.Scopes;
import dev.slipway.v1.SimulateQueueRequest;
import dev.slipway.v1.SimulateQueueResponse;
import dev.slipway.v1.SimulatedBuild;
import dev.slipway.v1.SimulatedQuota;
import dev.slipway.v1.SimulatedStart;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers what would happen if the queue were different. */
@Singleton
class Simulations {
  private static final int STARTS_DEFAULT = 100;
  private static final int STARTS_MAX = 1_000;
  private static final int ADDED_MAX = 1_000;
  private static final int CHANGES_MAX = 100;

  private final Scopes scopes;
  private final WhatIf whatIf;

  Simulations(Scopes scopes, WhatIf whatIf) {
    this.scopes = scopes;
    this.whatIf = whatIf;
  }

  /**
   * Foretells the starts.
   *
   * @throws Refusal for a change that cannot be read, and for scopes that do not exist
   */
  SimulateQueueResponse simulate(SimulateQueueRequest request) {
    int starts = request.getStarts() == 0 ? STARTS_DEFAULT : request.getStarts();
    within("starts", starts, 1, STARTS_MAX);
    within("quotas", request.getQuotasCount(), 0, CHANGES_MAX);
    within("resume", request.getResumeCount(), 0, CHANGES_MAX);
    within("pause", request.getPauseCount(), 0, CHANGES_MAX);
    within("builds", request.getBuildsCount(), 0, CHANGES_MAX);
    var tenant = request.getParent().isEmpty() ? null : tenant("parent", request.getParent());
    var answer =
        whatIf.ask(
            new Question(
                limits(request.getQuotasList()),
                all("resume", request.getResumeList()),
                all("pause", request.getPauseList()),
                builds(request.getBuildsList())));
    var response =
        SimulateQueueResponse.newBuilder()
            .setOthers(answer.others())
            .setAsOfTime(EventMessages.timestamp(answer.asOf()));
    answer.starts().stream()
        .filter(start -> tenant == null || start.tenant().equals(tenant))
        .limit(starts)
        .forEach(start -> response.addStarts(message(start)));
    return response.build();
  }

  private static SimulatedStart message(WhatIf.Start start) {
    return SimulatedStart.newBuilder()
        .setBuild(start.build())
        .setAdded(start.added())
        .setPosition(start.position())
        .setEtaStartP50(EventMessages.timestamp(start.startP50()))
        .setEtaStartP90(EventMessages.timestamp(start.startP90()))
        .build();
  }

  private Map<dev.slipway.coordinator.order.Scope, Limit> limits(List<SimulatedQuota> quotas) {
    var limits = new HashMap<dev.slipway.coordinator.order.Scope, Limit>();
    for (int i = 0; i < quotas.size(); i++) {
      var quota = quotas.get(i);
      var field = "quotas[" + i + "]";
      notNegative(field + ".running", quota.getRunning());
      notNegative(field + ".cpu_millis", quota.getCpuMillis());
      notNegative(field + ".memory_mib", quota.getMemoryMib());
      limits.put(
          scope(field + ".scope", quota.getScope()),
          new Limit(
              quota.hasRunning() ? quota.getRunning() : Limit.NONE,
              quota.hasCpuMillis() ? quota.getCpuMillis() : Limit.NONE,
              quota.hasMemoryMib() ? quota.getMemoryMib() : Limit.NONE));
    }
    return limits;
  }

  private List<Added> builds(List<SimulatedBuild> builds) {
    var added = new ArrayList<Added>();
    int count = 0;
    for (int i = 0; i < builds.size(); i++) {
      var build = builds.get(i);
      var field = "builds[" + i + "]";
      within(field + ".count", build.getCount(), 1, ADDED_MAX);
      count += build.getCount();
      within("builds", count, 1, ADDED_MAX);
      var tenant = tenant(field + ".parent", build.getParent());
      var chat = build.getChat().isEmpty() ? null : chat(tenant, field + ".chat", build.getChat());
      added.add(
          new Added(
              tenant,
              project(field + ".project", build, chat),
              chat == null ? null : chat.chatNo(),
              priority(field + ".priority", build),
              resources(field + ".resources", build),
              build.getTemplate(),
              build.getCount()));
    }
    return added;
  }

  private KnownScope chat(String tenant, String field, String chat) {
    if (!Ids.valid(chat)) {
      throw Refusal.badField(field, "\"" + chat + "\" is not an id.");
    }
    return scopes.get(Scope.ofRequest(field, "tenants/" + tenant + "/chats/" + chat));
  }

  private static String project(String field, SimulatedBuild build, @Nullable KnownScope chat) {
    if (!build.getProject().isEmpty()) {
      if (!Ids.valid(build.getProject())) {
        throw Refusal.badField(field, "\"" + build.getProject() + "\" is not an id.");
      }
      return build.getProject();
    }
    return chat == null
        ? Ids.PROJECT_DEFAULT
        : Objects.requireNonNullElse(chat.chatProject(), Ids.PROJECT_DEFAULT);
  }

  private static Priority priority(String field, SimulatedBuild build) {
    return switch (build.getPriority()) {
      case PRIORITY_LOW -> Priority.LOW;
      case PRIORITY_UNSPECIFIED, PRIORITY_NORMAL -> Priority.NORMAL;
      case PRIORITY_HIGH -> Priority.HIGH;
      case PRIORITY_CRITICAL -> Priority.CRITICAL;
      case UNRECOGNIZED -> throw Refusal.badField(field, "is not one.");
    };
  }

  private static Resources resources(String field, SimulatedBuild build) {
    int cpu = build.getResources().getCpuMillis();
    int memory = build.getResources().getMemoryMib();
    notNegative(field + ".cpu_millis", cpu);
    notNegative(field + ".memory_mib", memory);
    return new Resources(
        cpu == 0 ? Resources.DEFAULT.cpuMillis() : cpu,
        memory == 0 ? Resources.DEFAULT.memoryMib() : memory);
  }

  private String tenant(String field, String parent) {
    var scope = scopes.get(Scope.ofRequest(field, parent));
    if (scope.tenant() == null || scope.project() != null || scope.chatNo() != null) {
      throw Refusal.badField(field, "\"" + parent + "\" is not of the form tenants/{tenant}.");
    }
    return scope.tenant();
  }

  private Set<dev.slipway.coordinator.order.Scope> all(String field, List<String> names) {
    var found = new HashSet<dev.slipway.coordinator.order.Scope>();
    for (int i = 0; i < names.size(); i++) {
      found.add(scope(field + "[" + i + "]", names.get(i)));
    }
    return found;
  }

  private dev.slipway.coordinator.order.Scope scope(String field, String name) {
    var known = scopes.get(Scope.ofRequest(field, name));
    return dev.slipway.coordinator.order.Scope.of(known.tenant(), known.project(), known.chatNo());
  }

  private static void within(String field, int value, int from, int to) {
    if (value < from || value > to) {
      throw Refusal.badField(field, "is %d; %d to %d.".formatted(value, from, to));
    }
  }

  private static void notNegative(String field, long value) {
    if (value < 0) {
      throw Refusal.badField(field, "is %d; 0 or more.".formatted(value));
    }
  }
}
