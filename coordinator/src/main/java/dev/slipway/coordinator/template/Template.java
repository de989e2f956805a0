package dev.slipway.coordinator.template;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A recipe.
 *
 * @param id its name in requests
 * @param description what it does, in one sentence
 * @param steps in order; empty when the build gives them
 * @param parameters what the build may set
 */
public record Template(
    String id, String description, List<Step> steps, List<Parameter> parameters) {

  /**
   * A step of a recipe.
   *
   * @param progress the build's progress when it starts, percent
   */
  public record Step(String id, Action action, int progress) {}

  /** What a step does; the runner's protocol has the same names. */
  public enum Action {
    EXTRACT,
    INSTALL,
    TYPE_CHECK,
    BUILD,
    PUBLISH,
    BUNDLE,
    RUN,
    COMMAND
  }

  /**
   * Something a build may set.
   *
   * @param defaultValue used when absent; empty when there is none
   * @param pattern the whole value must match it
   * @param says what the pattern means, for the refusal
   */
  public record Parameter(
      String name, String description, String defaultValue, Pattern pattern, String says) {}
}
