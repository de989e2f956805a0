package dev.slipway.coordinator.submit;

import com.google.protobuf.Duration;
import dev.slipway.coordinator.admit.Wish;
import dev.slipway.coordinator.build.BuildSpec;
import dev.slipway.coordinator.build.BuildSpec.StepSpec;
import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.repeat.RequestHash;
import dev.slipway.coordinator.source.PackedFiles;
import dev.slipway.coordinator.template.Template;
import dev.slipway.coordinator.template.Templates;
import dev.slipway.v1.BatchCreateBuildsRequest;
import dev.slipway.v1.Build;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.Step;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads CreateBuild and BatchCreateBuilds requests: every rule that the comments of build.proto
 * state.
 */
@Singleton
class WishReader {
  /** The longest any build or step may run. */
  static final long TIMEOUT_MAX_MILLIS = 60 * 60 * 1000;

  private static final long TIMEOUT_DEFAULT_MILLIS = 15 * 60 * 1000;
  private static final int BATCH_MAX = 1_000;
  private static final int REQUEST_ID_MAX = 128;
  private static final int STEPS_MAX = 20;
  private static final int WORDS_MAX = 256;
  private static final int COMMAND_BYTES_MAX = 128 * 1024;
  private static final Pattern STEP_ID = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  private final Templates templates;
  private final SourceReader sources;
  private final PriorityPolicy priorities;
  private final InstantSource clock;

  WishReader(
      Templates templates, SourceReader sources, PriorityPolicy priorities, InstantSource clock) {
    this.templates = templates;
    this.sources = sources;
    this.priorities = priorities;
    this.clock = clock;
  }

  /** A request in which nothing is wrong. */
  private record Checked(
      CreateBuildRequest request,
      String tenant,
      Optional<Template> template,
      long timeoutMillis,
      QueueFields queue) {}

  /**
   * A wish, and the inline files that it brings: its source once they are stored.
   *
   * @param files null: it brings none
   */
  record Asked(Wish wish, @Nullable PackedFiles files) {}

  /**
   * The wish that a request says. Stores nothing.
   *
   * @throws dev.slipway.coordinator.build.Refusal with every field that is wrong
   */
  Asked read(CreateBuildRequest request) {
    var violations = new Violations();
    var checked = check(request, violations);
    violations.refuse();
    return asked(checked);
  }

  /**
   * The wishes that a batch says, in its order. Stores nothing.
   *
   * @throws dev.slipway.coordinator.build.Refusal with every field of every request that is wrong
   */
  List<Asked> readAll(BatchCreateBuildsRequest batch) {
    var violations = new Violations();
    violations.addAll(UnknownFields.in(batch.toBuilder().clearRequests().build()));
    tenant(batch.getParent(), violations);
    int count = batch.getRequestsCount();
    violations.unless(
        count >= 1 && count <= BATCH_MAX, "requests", "has %d; 1 to %d.", count, BATCH_MAX);
    violations.refuse();
    var checked = new ArrayList<Checked>();
    Map<String, Integer> requestIds = new HashMap<>();
    for (int i = 0; i < count; i++) {
      var of = new Violations();
      checked.add(checkOne(batch, i, requestIds, of));
      violations.addAllOf("requests[" + i + "]", of);
    }
    violations.refuse();
    return checked.stream().map(this::asked).toList();
  }

  private Checked checkOne(
      BatchCreateBuildsRequest batch, int i, Map<String, Integer> requestIds, Violations of) {
    var request = batch.getRequests(i);
    var parent = request.getParent();
    of.unless(
        parent.isEmpty() || parent.equals(batch.getParent()),
        "parent",
        "\"%s\" is not that of the batch, \"%s\". Leave it out.",
        parent,
        batch.getParent());
    of.unless(
        !request.getValidateOnly(),
        "validate_only",
        "is for CreateBuild; a batch is queued as a whole.");
    var requestId = request.getRequestId();
    var other = requestId.isEmpty() ? null : requestIds.putIfAbsent(requestId, i);
    of.unless(other == null, "request_id", "is that of requests[%s] too.", String.valueOf(other));
    return check(request.toBuilder().setParent(batch.getParent()).build(), of);
  }

  private Checked check(CreateBuildRequest request, Violations violations) {
    var build = request.getBuild();
    var tenant = tenant(request.getParent(), violations);
    var project = build.getProject();
    violations.unless(
        project.isEmpty() || Ids.valid(project), "build.project", "\"%s\" %s", project, ID_FORM);
    violations.unless(
        build.getChat().isEmpty() || Ids.valid(build.getChat()),
        "build.chat",
        "\"%s\" %s",
        build.getChat(),
        ID_FORM);
    QueueFields.text(build.getMessageId(), 256, "build.message_id", violations);
    requestId(request.getRequestId(), violations);
    noNul(build.getImage(), "build.image", violations);
    violations.addAll(UnknownFields.in(request));
    var template = template(build, violations);
    var timeout = millis(build.hasTimeout(), build.getTimeout(), "build.timeout", violations);
    var queue = QueueFields.read(build, clock.instant(), violations);
    allowed(queue.priority(), priorities.highest(tenant), violations);
    template.ifPresent(known -> checkSteps(build, known, violations));
    sources.check(build, violations);
    return new Checked(request, tenant, template, timeout, queue);
  }

  private Asked asked(Checked checked) {
    var files = SourceReader.files(checked.request().getBuild());
    return new Asked(wish(checked, files), files);
  }

  private Wish wish(Checked checked, @Nullable PackedFiles files) {
    var request = checked.request();
    var build = request.getBuild();
    var queue = checked.queue();
    return new Wish(
        checked.tenant(),
        build.getProject().isEmpty() ? null : build.getProject(),
        build.getChat().isEmpty() ? null : build.getChat(),
        build.getMessageId(),
        queue.createdBy(),
        queue.displayName(),
        queue.labels(),
        new BuildSpec(
            build.getTemplate(),
            templates.complete(checked.template().orElseThrow(), build.getParametersMap()),
            sources.read(checked.tenant(), build, files),
            build.getStepsList().stream().map(WishReader::step).toList(),
            build.getImage(),
            checked.timeoutMillis() == 0 ? TIMEOUT_DEFAULT_MILLIS : checked.timeoutMillis(),
            queue.startupTimeoutMillis()),
        queue.resources(),
        queue.priority(),
        queue.notBefore(),
        queue.queueTtl(),
        queue.supersede(),
        request.getRequestId().isEmpty() ? null : request.getRequestId(),
        hash(request),
        null);
  }

  /** Notes a request_id that is too long or that no text of Postgres can hold. */
  static void requestId(String requestId, Violations violations) {
    QueueFields.text(requestId, REQUEST_ID_MAX, "request_id", violations);
  }

  /** Notes a priority that is higher than the caller may give. */
  static void allowed(Priority priority, Priority highest, Violations violations) {
    violations.unless(
        priority.compareTo(highest) <= 0,
        "build.priority",
        "is %s; the highest that you may give is %s.",
        priority,
        highest);
  }

  static final String ID_FORM =
      "is not an id: a letter or digit, then up to 127 of A-Z a-z 0-9 . _ ~ : @ + = -";

  private static String tenant(String parent, Violations violations) {
    var id = parent.startsWith("tenants/") ? parent.substring("tenants/".length()) : "";
    violations.unless(
        Ids.valid(id), "parent", "\"%s\" is not of the form tenants/{tenant}.", parent);
    return id;
  }

  private Optional<Template> template(Build build, Violations violations) {
    var found = templates.find(build.getTemplate());
    var known = String.join(", ", templates.all().stream().map(Template::id).toList());
    violations.unless(
        found.isPresent(),
        "build.template",
        "\"%s\" is not a template; there are %s.",
        build.getTemplate(),
        known);
    found.ifPresent(
        template -> violations.addAll(templates.check(template, build.getParametersMap())));
    return found;
  }

  private static void checkSteps(Build build, Template template, Violations violations) {
    if (!template.steps().isEmpty()) {
      violations.unless(
          build.getStepsCount() == 0,
          "build.steps",
          "only template custom takes steps; template %s has its own.",
          template.id());
      return;
    }
    violations.unless(
        build.getStepsCount() >= 1 && build.getStepsCount() <= STEPS_MAX,
        "build.steps",
        "has %d steps; template custom takes 1 to %d.",
        build.getStepsCount(),
        STEPS_MAX);
    var ids = new HashSet<>(List.of("extract", "publish"));
    for (int i = 0; i < Math.min(build.getStepsCount(), STEPS_MAX); i++) {
      checkStep(build.getSteps(i), "build.steps[" + i + "]", ids, violations);
    }
  }

  private static void checkStep(Step step, String field, Set<String> ids, Violations violations) {
    violations.unless(
        STEP_ID.matcher(step.getId()).matches(),
        field + ".id",
        "\"%s\" is not a step id: a lower-case letter, then up to 39 of a-z 0-9 -.",
        step.getId());
    violations.unless(
        ids.add(step.getId()), field + ".id", "\"%s\" is taken by another step.", step.getId());
    violations.unless(
        step.getCommandCount() >= 1 && step.getCommandCount() <= WORDS_MAX,
        field + ".command",
        "has %d words; 1 to %d.",
        step.getCommandCount(),
        WORDS_MAX);
    violations.unless(
        step.getSerializedSize() <= COMMAND_BYTES_MAX,
        field,
        "has %d bytes; at most %d.",
        step.getSerializedSize(),
        COMMAND_BYTES_MAX);
    violations.unless(
        step.getCommandList().stream().noneMatch(WishReader::hasNul)
            && step.getEnvMap().values().stream().noneMatch(WishReader::hasNul),
        field + ".command",
        "and env must not hold the character NUL.");
    for (var name : step.getEnvMap().keySet()) {
      violations.unless(
          ENV_NAME.matcher(name).matches() && !name.startsWith("SLIPWAY_"),
          field + ".env",
          "\"%s\" cannot be set: letters, digits and _, not beginning with a digit or SLIPWAY_.",
          name);
    }
    millis(step.hasTimeout(), step.getTimeout(), field + ".timeout", violations);
  }

  private static StepSpec step(Step step) {
    return new StepSpec(
        step.getId(), step.getCommandList(), step.getEnvMap(), millis(step.getTimeout()));
  }

  static long millis(boolean present, Duration duration, String field, Violations violations) {
    if (!present) {
      return 0;
    }
    long millis = millis(duration);
    violations.unless(
        millis >= 1000 && millis <= TIMEOUT_MAX_MILLIS,
        field,
        "is %d.%03d s; 1 s to 3600 s.",
        duration.getSeconds(),
        duration.getNanos() / 1_000_000);
    return millis;
  }

  /** Saturates: what is far too long stays far too long. */
  static long millis(Duration duration) {
    long seconds = Math.clamp(duration.getSeconds(), -100_000_000L, 100_000_000L);
    return seconds * 1000 + duration.getNanos() / 1_000_000;
  }

  /** No text of Postgres can hold it. */
  private static void noNul(String text, String field, Violations violations) {
    violations.unless(!hasNul(text), field, "must not hold the character NUL.");
  }

  private static boolean hasNul(String text) {
    return text.indexOf('\0') >= 0;
  }

  /** Of the request without its key and whether it is only a check. */
  private static String hash(CreateBuildRequest request) {
    return RequestHash.of(request.toBuilder().clearRequestId().clearValidateOnly().build());
  }
}
