package dev.slipway.cli.tenant;

import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Tenant;
import java.util.ArrayList;
import java.util.List;

/** A tenant as people read it. */
final class TenantLines {
  private TenantLines() {}

  /** One row for each thing that is known. */
  static List<String> of(Tenant found) {
    List<String> rows = new ArrayList<>();
    rows.add("tenant      " + found.getName());
    if (!found.getDisplayName().isEmpty()) {
      rows.add("name        " + found.getDisplayName());
    }
    rows.add("weight      " + found.getWeight());
    rows.add("created     " + Words.time(found.getCreateTime()));
    rows.add("changed     " + Words.time(found.getUpdateTime()));
    return rows;
  }
}
