package dev.slipway.cli.project;

import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Project;
import java.util.ArrayList;
import java.util.List;

/** A project as people read it. */
final class ProjectLines {
  private ProjectLines() {}

  /** One row for each thing that is known. */
  static List<String> of(Project found) {
    List<String> rows = new ArrayList<>();
    rows.add("project     " + found.getName());
    if (!found.getDisplayName().isEmpty()) {
      rows.add("name        " + found.getDisplayName());
    }
    rows.add("created     " + Words.time(found.getCreateTime()));
    rows.add("changed     " + Words.time(found.getUpdateTime()));
    return rows;
  }
}
