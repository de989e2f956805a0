package dev.slipway.coordinator.build;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, as it was accepted; it never changes.
 *
 * @param template the recipe's id
 * @param parameters the template's parameters, complete with defaults
 * @param source what to build from; null only for custom steps that need no files
 * @param steps the commands of a custom build, in order; empty for other templates
 * @param image the container image of a custom build; empty when none was named
 * @param timeoutMillis how long an attempt may run
 * @param startupTimeoutMillis how long its runner may take to report; 0 for the coordinator's limit
 */
@Serdeable
public record BuildSpec(
    String template,
    Map<String, String> parameters,
    @Nullable SourceSpec source,
    List<StepSpec> steps,
    String image,
    long timeoutMillis,
    long startupTimeoutMillis) {

  public BuildSpec {
    parameters = Map.copyOf(parameters);
    steps = List.copyOf(steps);
  }

  /**
   * One command of a custom build.
   *
   * @param command the program and its arguments
   * @param env added to the step's scrubbed environment
   * @param timeoutMillis how long it may run; 0 for as long as the build
   */
  @Serdeable
  public record StepSpec(
      String id, List<String> command, Map<String, String> env, long timeoutMillis) {
    public StepSpec {
      command = List.copyOf(command);
      env = Map.copyOf(env);
    }
  }

  /** What a build is made from. */
  @Serdeable
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = SourceSpec.Archive.class, name = "ARCHIVE"),
    @JsonSubTypes.Type(value = SourceSpec.Git.class, name = "GIT"),
  })
  public sealed interface SourceSpec {
    /** An archive in the blob store; inline files become one. */
    @Serdeable
    record Archive(String sha256, long sizeBytes, ArchiveFormat format) implements SourceSpec {}

    /** A commit of a git repository; an empty ref is the remote's HEAD. */
    @Serdeable
    record Git(String repository, String ref) implements SourceSpec {}
  }

  /** How an archive is packed. */
  public enum ArchiveFormat {
    ZIP,
    TAR_GZ,
    TAR_ZST,
    /** Inline files, packed by the coordinator. */
    TAR
  }
}
