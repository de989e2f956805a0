package dev.slipway.runner.source;

import dev.slipway.runner.step.Ending;
import dev.slipway.runner.step.Step;
import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.step.StepFailed;
import dev.slipway.runner.v1.PlanSource;
import java.io.IOException;

/** Unpacks or clones the source into the work folder. */
public final class Extract implements Step {
  @Override
  public String title(StepContext context) {
    PlanSource source = context.bench().plan().getSource();
    return switch (source.getKindCase()) {
      case ARCHIVE -> "unpack the source";
      case GIT -> "git clone " + GitFetch.withoutPassword(source.getGit().getRepository());
      case KIND_NOT_SET -> "no source";
    };
  }

  @Override
  public Ending run(StepContext context) throws StepFailed, IOException, InterruptedException {
    PlanSource source = context.bench().plan().getSource();
    try {
      switch (source.getKindCase()) {
        case ARCHIVE -> new ArchiveSource(context).bring(source.getArchive());
        case GIT -> new GitSource(context).bring(source.getGit());
        case KIND_NOT_SET -> {
          return Ending.SKIPPED;
        }
      }
    } catch (InvalidSource e) {
      throw e.failure();
    }
    return Ending.DONE;
  }
}
