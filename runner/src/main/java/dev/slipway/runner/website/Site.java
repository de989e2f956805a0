package dev.slipway.runner.website;

import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.step.StepFailed;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the website's steps know of the project together. One per attempt; used by one thread. */
public final class Site {
  private @Nullable Toolchain toolchain;
  private IndexFiles before = new IndexFiles(Map.of());

  /** The project in the work folder, read anew; empty when it is plain HTML. */
  Optional<Project> project(StepContext context) throws IOException, StepFailed {
    return Project.in(context.folders().work());
  }

  /** Its package manager, found once. */
  Toolchain toolchain(Project project, StepContext context)
      throws StepFailed, IOException, InterruptedException {
    Toolchain found = toolchain;
    if (found == null) {
      found = Toolchain.of(ManagerChoice.of(project), project, context);
      toolchain = found;
    }
    return found;
  }

  /** Remembers which pages there were before the build. */
  void remember(IndexFiles pages) {
    before = pages;
  }

  /** Pages before the build; none when nothing was built. */
  IndexFiles before() {
    return before;
  }
}
