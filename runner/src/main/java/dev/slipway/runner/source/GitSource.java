package dev.slipway.runner.source;

import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.v1.PlanGit;
import java.io.IOException;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Fetches one commit and checks it out, with no more history than the server forces on us. */
final class GitSource {
  private final StepContext context;

  GitSource(StepContext context) {
    this.context = context;
  }

  void bring(PlanGit plan) throws IOException, InterruptedException {
    GitSettings.use();
    try (Git git = Git.init().setDirectory(context.folders().work().toFile()).call()) {
      var config = git.getRepository().getConfig();
      // A link in a repository comes out as a small file that holds its target, and so leads
      // nowhere.
      config.setBoolean(
          ConfigConstants.CONFIG_CORE_SECTION, null, ConfigConstants.CONFIG_KEY_SYMLINKS, false);
      config.save();
      ObjectId id = new GitFetch(git, plan).commit();
      try (RevWalk walk = new RevWalk(git.getRepository())) {
        RevCommit commit = walk.parseCommit(id);
        context.resolved(commit.name());
        new GitTree(git.getRepository(), context).check(commit);
        var _ = git.checkout().setName(commit.name()).call();
        context.say("Checked out " + commit.name() + ".");
      }
    } catch (GitAPIException
        | JGitInternalException
        | MissingObjectException
        | IncorrectObjectTypeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("git was interrupted");
      }
      throw GitFetch.failed(plan, e);
    }
  }
}
