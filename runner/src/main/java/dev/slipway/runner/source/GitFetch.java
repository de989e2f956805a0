package dev.slipway.runner.source;

import dev.slipway.runner.v1.PlanGit;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.RefSpec;
import org.jspecify.annotations.Nullable;

/** Finds what a reference names at the remote and fetches that commit. */
final class GitFetch {
  /** Silence of the server that ends a fetch, seconds. */
  private static final int SILENCE_SECONDS = 60;

  private final Git git;
  private final PlanGit plan;

  GitFetch(Git git, PlanGit plan) {
    this.git = git;
    this.plan = plan;
  }

  /** The commit (or an annotated tag of it), fetched. */
  ObjectId commit() throws GitAPIException, InvalidSource {
    String wanted = plan.getRef();
    if (ObjectId.isId(wanted)) {
      return byId(ObjectId.fromString(wanted));
    }
    Ref ref = find(wanted);
    if (ref == null || ref.getObjectId() == null) {
      throw new InvalidSource(
          wanted.isEmpty()
              ? "The repository "
                  + withoutPassword(plan.getRepository())
                  + " has no HEAD; it is empty."
              : "The repository "
                  + withoutPassword(plan.getRepository())
                  + " has no branch or tag `"
                  + wanted
                  + "`.",
          "Name a branch, a tag or a full commit id of 40 hex digits.");
    }
    fetch(1, new RefSpec("+" + ref.getName() + ":refs/slipway/source"));
    return ref.getObjectId();
  }

  private @Nullable Ref find(String wanted) throws GitAPIException {
    var refs =
        Git.lsRemoteRepository()
            .setRemote(plan.getRepository())
            .setTimeout(SILENCE_SECONDS)
            .callAsMap();
    for (String name :
        List.of(
            wanted.isEmpty() ? "HEAD" : wanted, "refs/heads/" + wanted, "refs/tags/" + wanted)) {
      Ref ref = refs.get(name);
      if (ref != null) {
        return ref;
      }
    }
    return null;
  }

  /** Some servers give only what a branch or tag points to; from those all history is fetched. */
  private ObjectId byId(ObjectId id) throws GitAPIException {
    try {
      fetch(1, new RefSpec(id.name() + ":refs/slipway/source"));
    } catch (GitAPIException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      fetch(
          0,
          new RefSpec("+refs/heads/*:refs/remotes/origin/*"),
          new RefSpec("+refs/tags/*:refs/tags/*"));
    }
    return id;
  }

  private void fetch(int depth, RefSpec... specs) throws GitAPIException {
    var command =
        git.fetch()
            .setRemote(plan.getRepository())
            .setRefSpecs(specs)
            .setTimeout(SILENCE_SECONDS)
            .setProgressMonitor(new UntilInterrupted());
    var _ = (depth > 0 ? command.setDepth(depth) : command).call();
  }

  static InvalidSource failed(PlanGit plan, Exception e) {
    InvalidSource failed =
        new InvalidSource(
            "Git could not fetch "
                + (plan.getRef().isEmpty() ? "HEAD" : "`" + plan.getRef() + "`")
                + " of "
                + withoutPassword(plan.getRepository())
                + ": "
                + e.getMessage()
                + ".",
            "Check that the repository can be read without a password and has this reference.");
    failed.initCause(e);
    return failed;
  }

  /** A repository's address as it may be shown. */
  static String withoutPassword(String repository) {
    return repository.replaceFirst("//[^/@]*@", "//");
  }

  /** Lets an interrupt end a fetch, which looks at nothing else. */
  private static final class UntilInterrupted implements ProgressMonitor {
    @Override
    public void start(int totalTasks) {}

    @Override
    public void beginTask(String title, int totalWork) {}

    @Override
    public void update(int completed) {}

    @Override
    public void endTask() {}

    @Override
    public boolean isCancelled() {
      return Thread.currentThread().isInterrupted();
    }

    @Override
    public void showDuration(boolean enabled) {}
  }
}
