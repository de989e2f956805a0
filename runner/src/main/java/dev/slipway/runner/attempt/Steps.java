package dev.slipway.runner.attempt;

import dev.slipway.runner.custom.PublishFolder;
import dev.slipway.runner.custom.RunCommand;
import dev.slipway.runner.snippet.Bundle;
import dev.slipway.runner.snippet.RunBundle;
import dev.slipway.runner.source.Extract;
import dev.slipway.runner.step.Step;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.PlanStep.Action;
import dev.slipway.runner.website.Build;
import dev.slipway.runner.website.Install;
import dev.slipway.runner.website.PublishSite;
import dev.slipway.runner.website.Site;
import dev.slipway.runner.website.TypeCheck;

/** Which step carries out which action of the plan. */
final class Steps {
  private final Plan plan;
  private final Harvest harvest;
  private final Site site = new Site();

  /**
   * @param harvest takes what the steps produce
   */
  Steps(Plan plan, Harvest harvest) {
    this.plan = plan;
    this.harvest = harvest;
  }

  /**
   * A step for {@code action}.
   *
   * @throws IllegalArgumentException when this runner does not know the action
   */
  Step of(Action action) {
    return switch (action) {
      case ACTION_EXTRACT -> new Extract();
      case ACTION_INSTALL -> new Install(site);
      case ACTION_TYPE_CHECK -> new TypeCheck(site);
      case ACTION_BUILD -> new Build(site);
      case ACTION_PUBLISH ->
          plan.getTemplate().equals("custom")
              ? new PublishFolder(harvest::artifact)
              : new PublishSite(site, harvest::artifact);
      case ACTION_BUNDLE -> new Bundle(harvest::artifact);
      case ACTION_RUN -> new RunBundle(harvest::output);
      case ACTION_COMMAND -> new RunCommand();
      case ACTION_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("this runner does not know action " + action);
    };
  }
}
