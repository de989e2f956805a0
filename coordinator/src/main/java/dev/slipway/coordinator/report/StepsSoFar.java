package dev.slipway.coordinator.report;

import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.PlanStep;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The steps of a plan, and which of them began and ended: each once, in this order. */
final class StepsSoFar {
  private final Map<String, PlanStep> plan = new HashMap<>();
  private final Set<String> begun = new HashSet<>();
  private final Set<String> ended = new HashSet<>();

  /** Begins where the runner's stream before, perhaps to another coordinator, stopped. */
  void resume(Plan planned, List<String> begunBefore, List<String> endedBefore) {
    planned.getStepsList().forEach(step -> plan.put(step.getId(), step));
    begun.addAll(begunBefore);
    ended.addAll(endedBefore);
  }

  Map<String, PlanStep> plan() {
    return plan;
  }

  /** The build's progress, percent, by the steps that began. */
  int progress() {
    return begun.stream()
        .map(plan::get)
        .filter(Objects::nonNull)
        .mapToInt(PlanStep::getProgress)
        .max()
        .orElse(0);
  }

  /** Whether the event may come now. */
  void check(Event event) {
    if (event.hasStepStarted()) {
      var step = event.getStepStarted().getStep();
      ProtocolError.unless(!begun.contains(step), "step %s began twice", Words.text(step));
    } else if (event.hasStepFinished()) {
      var step = event.getStepFinished().getStep();
      ProtocolError.unless(begun.contains(step), "step %s ended first", Words.text(step));
      ProtocolError.unless(!ended.contains(step), "step %s ended twice", step);
    }
  }

  /** It is committed. */
  void add(Event event) {
    if (event.hasStepStarted()) {
      begun.add(event.getStepStarted().getStep());
    } else if (event.hasStepFinished()) {
      ended.add(event.getStepFinished().getStep());
    }
  }
}
