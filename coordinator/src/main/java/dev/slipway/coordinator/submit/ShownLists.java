package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.changes.ShownBuilds;
import dev.slipway.v1.Build;
import dev.slipway.v1.ListBuildsRequest;
import dev.slipway.v1.ListBuildsResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Gives builds and lists of them to whoever tells changes. */
@Singleton
class ShownLists implements ShownBuilds {
  private final ManyBuilds many;
  private final Lists lists;

  ShownLists(ManyBuilds many, Lists lists) {
    this.many = many;
    this.lists = lists;
  }

  @Override
  public List<Build> byId(List<UUID> ids) {
    return many.byId(ids);
  }

  @Override
  public ListBuildsResponse list(ListBuildsRequest request) {
    return lists.list(request);
  }

  @Override
  public Filter filter(String filter) {
    return new FilterPlace(BuildFilter.parse(filter));
  }
}
