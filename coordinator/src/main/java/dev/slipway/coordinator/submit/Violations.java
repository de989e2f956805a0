package dev.slipway.coordinator.submit;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Refusal.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  /** Notes what is wrong with a part of the request, as a violation of {@code prefix.field}. */
  void addAllOf(String prefix, Violations part) {
    part.found.forEach(
        one -> found.add(new Violation(prefix + "." + one.field(), one.description())));
  }

  /** What a reader reads; null, and its violations noted, when it refuses. */
  <T> @Nullable T read(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (Refusal refusal) {
      if (refusal.kind() instanceof Refusal.Kind.BadRequest bad) {
        found.addAll(bad.violations());
        return null;
      }
      throw refusal;
    }
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
