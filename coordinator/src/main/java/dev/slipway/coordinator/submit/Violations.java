package dev.slipway.coordinator.submit;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Refusal.Violation;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that the caller is told all of it at once. */
final class Violations {
  private final List<Violation> found = new ArrayList<>();

  /** Notes a violation of {@code field} unless {@code holds}. */
  @FormatMethod
  void unless(boolean holds, String field, @FormatString String description, Object... arguments) {
    if (!holds) {
      found.add(new Violation(field, description.formatted(arguments)));
    }
  }

  void addAll(List<Violation> more) {
    found.addAll(more);
  }

  /**
   * @throws Refusal when anything was noted
   */
  void refuse() {
    if (!found.isEmpty()) {
      throw new Refusal(new Refusal.Kind.BadRequest(found));
    }
  }
}
