package dev.slipway.coordinator.submit;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Duration;
import dev.slipway.coordinator.admit.Wish;
import dev.slipway.coordinator.build.BuildSpec;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import dev.slipway.coordinator.build.BuildSpec.StepSpec;
import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.template.Template;
import dev.slipway.coordinator.template.Templates;
import dev.slipway.v1.Build;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.Step;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads CreateBuild requests: every rule that the comments of build.proto state. */
@Singleton
class WishReader {
  /** The longest any build or step may run. */
  static final long TIMEOUT_MAX_MILLIS = 60 * 60 * 1000;

  private static final long TIMEOUT_DEFAULT_MILLIS = 15 * 60 * 1000;
  private static final int STEPS_MAX = 20;
  private static final int WORDS_MAX = 256;
  private static final int COMMAND_BYTES_MAX = 128 * 1024;
  private static final Pattern STEP_ID = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  private final Templates templates;
  private final SourceReader sources;
  private final InstantSource clock;

  WishReader(Templates templates, SourceReader sources, InstantSource clock) {
    this.templates = templates;
    this.sources = sources;
    this.clock = clock;
  }

  /**
   * The wish that a request says. Stores the inline files, unless the request only asks for a
   * check.
   *
   * @throws dev.slipway.coordinator.build.Refusal with every field that is wrong
   */
  Wish read(CreateBuildRequest request) {
    var build = request.getBuild();
    var violations = new Violations();
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
    violations.unless(
        build.getMessageId().length() <= 256,
        "build.message_id",
        "has %d characters; at most 256.",
        build.getMessageId().length());
    violations.unless(
        request.getRequestId().length() <= 128,
        "request_id",
        "has %d characters; at most 128.",
        request.getRequestId().length());
    noNul(build.getMessageId(), "build.message_id", violations);
    noNul(request.getRequestId(), "request_id", violations);
    noNul(build.getImage(), "build.image", violations);
    violations.addAll(UnknownFields.in(request));
    var template = template(build, violations);
    var timeout = millis(build.hasTimeout(), build.getTimeout(), "build.timeout", violations);
    var queue = QueueFields.read(build, clock.instant(), violations);
    template.ifPresent(known -> checkSteps(build, known, violations));
    sources.check(build, violations);
    violations.refuse();
    return new Wish(
        tenant,
        project.isEmpty() ? null : project,
        build.getChat().isEmpty() ? null : build.getChat(),
        build.getMessageId(),
        queue.createdBy(),
        queue.displayName(),
        queue.labels(),
        new BuildSpec(
            build.getTemplate(),
            templates.complete(template.orElseThrow(), build.getParametersMap()),
            source(tenant, request),
            build.getStepsList().stream().map(WishReader::step).toList(),
            build.getImage(),
            timeout == 0 ? TIMEOUT_DEFAULT_MILLIS : timeout,
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

  private @Nullable SourceSpec source(String tenant, CreateBuildRequest request) {
    return sources.read(tenant, request.getBuild(), request.getValidateOnly());
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

  /**
   * Of the request without its key and whether it is only a check, with map entries in a fixed
   * order: proto bytes alone may differ between two equal messages.
   */
  private static String hash(CreateBuildRequest request) {
    var wish = request.toBuilder().clearRequestId().clearValidateOnly().build();
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      wish.writeTo(out);
      out.flush();
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
