package dev.slipway.coordinator.order;

import java.util.List;

/**
 * A tenant's ready heads, best first.
 *
 * @param weight its part when tenants compete, above 0: twice the weight, twice the share
 * @param heads in {@link Head#ORDER}
 * @param more whether the store has heads behind these. A reader that went as deep as it ever will
 *     says no, and what lies deeper waits until some of these have started
 */
public record TenantQueue(String tenant, double weight, List<Head> heads, boolean more) {
  public TenantQueue {
    heads = List.copyOf(heads);
    if (!(weight > 0)) {
      throw new IllegalArgumentException(
          "tenant " + tenant + " has weight " + weight + "; it must be above 0");
    }
    for (int i = 1; i < heads.size(); i++) {
      if (Head.ORDER.compare(heads.get(i - 1), heads.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "the heads of tenant "
                + tenant
                + " are not in order: "
                + heads.get(i - 1)
                + " before "
                + heads.get(i));
      }
    }
  }
}
