package dev.slipway.coordinator.tenant;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Scope;
import java.util.ArrayList;
import java.util.List;

/** What keeps something from being deleted, in words. */
final class Remains {
  /** Counted no further; a tenant may have millions of builds. */
  static final int COUNTED_MAX = 1_000;

  /** To ask a list for: one more tells that there are more. */
  static final int ASKED = COUNTED_MAX + 1;

  private static final int NAMED_MAX = 3;

  private final Scope of;
  private final List<String> words = new ArrayList<>();

  Remains(Scope of) {
    this.of = of;
  }

  /**
   * Notes things of one kind.
   *
   * @param kind in the plural, as in {@code chats}; without its s it is the singular
   * @param ids all of them, up to {@link #ASKED}
   */
  Remains and(String kind, List<String> ids) {
    if (ids.isEmpty()) {
      return this;
    }
    var named = String.join(", ", ids.subList(0, Math.min(ids.size(), NAMED_MAX)));
    var more = ids.size() > NAMED_MAX ? ", …" : "";
    words.add(
        "%s%d %s (%s%s)"
            .formatted(
                ids.size() > COUNTED_MAX ? "more than " : "",
                Math.min(ids.size(), COUNTED_MAX),
                ids.size() == 1 ? kind.substring(0, kind.length() - 1) : kind,
                named,
                more));
    return this;
  }

  /**
   * @throws Refusal when anything was noted
   */
  void refuse() {
    if (!words.isEmpty()) {
      throw new Refusal(
          new Refusal.Kind.WrongState(
              "NOT_EMPTY",
              of.name(),
              "%s is not empty: it has %s. Only what is empty can be deleted."
                  .formatted(of.name(), String.join(", ", words))));
    }
  }
}
