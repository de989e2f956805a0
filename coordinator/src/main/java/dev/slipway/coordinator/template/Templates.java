package dev.slipway.coordinator.template;

import dev.slipway.coordinator.build.BuildSpec;
import dev.slipway.coordinator.build.BuildSpec.StepSpec;
import dev.slipway.coordinator.build.Refusal.Violation;
import dev.slipway.coordinator.template.Template.Action;
import dev.slipway.coordinator.template.Template.Parameter;
import dev.slipway.coordinator.template.Template.Step;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The templates that ship with Slipway. */
@Singleton
public class Templates {
  /** The snippet's parameter for how long it may run, whole seconds; always set. */
  public static final String RUN_TIMEOUT = "run_timeout";

  private static final Parameter OUTPUT_DIR =
      new Parameter(
          "output_dir",
          "The folder to publish, relative to the source. Default: found.",
          "",
          Pattern.compile("(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\x00-\\x1f\\\\]{0,200}"),
          "a relative path with / that does not leave the source, at most 200 characters");

  private static final List<Template> ALL =
      List.of(
          new Template(
              "custom",
              "Runs the commands that the build gives; publishes output_dir when it is set.",
              List.of(),
              List.of(OUTPUT_DIR)),
          new Template(
              "snippet",
              "Bundles one JavaScript or TypeScript file, runs it, keeps what it prints.",
              List.of(
                  new Step("extract", Action.EXTRACT, 0),
                  new Step("bundle", Action.BUNDLE, 20),
                  new Step("run", Action.RUN, 60)),
              List.of(
                  new Parameter(
                      "entry",
                      "The file to run. Default: the only one.",
                      "",
                      OUTPUT_DIR.pattern(),
                      OUTPUT_DIR.says()),
                  new Parameter(
                      RUN_TIMEOUT,
                      "How long it may run, seconds.",
                      "10",
                      Pattern.compile("[1-9][0-9]?|[1-5][0-9]{2}|600"),
                      "a whole number of seconds from 1 to 600"))),
          new Template(
              "website",
              "Installs, type-checks and builds a site with its own tools, then serves it.",
              List.of(
                  new Step("extract", Action.EXTRACT, 0),
                  new Step("install", Action.INSTALL, 10),
                  new Step("type-check", Action.TYPE_CHECK, 30),
                  new Step("build", Action.BUILD, 60),
                  new Step("publish", Action.PUBLISH, 80)),
              List.of(
                  OUTPUT_DIR,
                  new Parameter(
                      "frozen_lockfile",
                      "Fail when the lockfile does not fit package.json.",
                      "false",
                      Pattern.compile("true|false"),
                      "true or false"))));

  /** All templates, by id. */
  public List<Template> all() {
    return ALL;
  }

  /** The template of that id; empty when there is none. */
  public Optional<Template> find(String id) {
    return ALL.stream().filter(template -> template.id().equals(id)).findFirst();
  }

  /** What is wrong with these parameters; empty when nothing is. */
  public List<Violation> check(Template template, Map<String, String> parameters) {
    var violations = new ArrayList<Violation>();
    parameters.forEach(
        (name, value) -> {
          var field = "build.parameters[\"" + name + "\"]";
          template.parameters().stream()
              .filter(parameter -> parameter.name().equals(name))
              .findFirst()
              .ifPresentOrElse(
                  parameter -> {
                    if (!parameter.pattern().matcher(value).matches()) {
                      violations.add(
                          new Violation(
                              field, "\"" + value + "\" is not " + parameter.says() + "."));
                    }
                  },
                  () -> violations.add(new Violation(field, unknown(template))));
        });
    return violations;
  }

  private static String unknown(Template template) {
    var names = template.parameters().stream().map(Parameter::name).toList();
    return "template %s has no such parameter; it has %s."
        .formatted(template.id(), String.join(", ", names));
  }

  /** The parameters with the template's defaults for those that are absent. */
  public Map<String, String> complete(Template template, Map<String, String> parameters) {
    var complete = new LinkedHashMap<String, String>();
    template.parameters().stream()
        .filter(parameter -> !parameter.defaultValue().isEmpty())
        .forEach(parameter -> complete.put(parameter.name(), parameter.defaultValue()));
    complete.putAll(parameters);
    return complete;
  }

  /** The steps of a build, in order: the template's, or those that the build gives. */
  public List<Step> steps(BuildSpec spec) {
    var template = find(spec.template()).orElseThrow();
    return template.steps().isEmpty() ? custom(spec) : template.steps();
  }

  /** Extract is done by 5 %, publish begins at 90 %; the commands share what is between. */
  private static List<Step> custom(BuildSpec spec) {
    var steps = new ArrayList<Step>();
    if (spec.source() != null) {
      steps.add(new Step("extract", Action.EXTRACT, 0));
    }
    int at = 0;
    for (StepSpec step : spec.steps()) {
      steps.add(new Step(step.id(), Action.COMMAND, 5 + 85 * at++ / spec.steps().size()));
    }
    if (spec.parameters().containsKey(OUTPUT_DIR.name())) {
      steps.add(new Step("publish", Action.PUBLISH, 90));
    }
    return steps;
  }
}
