package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.replay.Lives;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A build stands at one place of one chat for all its life, and no other build ever had it. */
public final class PlaceIsKept implements Rule {

  private record Place(long chat, long place) {}

  @Override
  public String name() {
    return "I6 a retry keeps its place";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Map<Place, UUID> owners = new HashMap<>();
    Lives.each(
        history,
        (build, life) -> {
          Place place = null;
          for (var change : life) {
            if (change.row() instanceof Row.Placed row) {
              tally.fact();
              var here = new Place(row.chat(), row.place());
              if (place == null) {
                place = here;
                var other = owners.put(place, build);
                if (other != null) {
                  tally.violation("builds " + other + " and " + build + " both have " + place);
                }
              } else if (!place.equals(here)) {
                tally.violation(
                    "build "
                        + build
                        + " has "
                        + place
                        + ", but stands at "
                        + here
                        + " in transaction "
                        + change.xid());
              }
            }
          }
        });
    return tally.findings();
  }
}
