package dev.slipway.runner.source;

import dev.slipway.runner.step.StepContext;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Holds a commit's files against the same limits and names as an archive's, before any is written.
 */
final class GitTree {
  private final Repository repository;
  private final StepContext context;

  GitTree(Repository repository, StepContext context) {
    this.repository = repository;
    this.context = context;
  }

  void check(RevCommit commit) throws IOException {
    // What was fetched is no measure of what comes out, so the ratio is left out of it.
    Budget budget = new Budget(context.limits(), Long.MAX_VALUE);
    NameRegistry names = new NameRegistry();
    try (ObjectReader reader = repository.newObjectReader();
        TreeWalk walk = new TreeWalk(repository, reader)) {
      walk.addTree(commit.getTree());
      walk.setRecursive(true);
      while (walk.next()) {
        String path = walk.getPathString();
        if (walk.getFileMode(0) == FileMode.GITLINK) {
          context.warn("SUBMODULE_SKIPPED", "The submodule `" + path + "` is not fetched.");
          continue;
        }
        budget.entry(path);
        List<String> segments = EntryName.segments(path, budget.depthMax(), false);
        names.file(segments);
        budget.bytes(path, reader.getObjectSize(walk.getObjectId(0), Constants.OBJ_BLOB));
      }
    }
  }
}
