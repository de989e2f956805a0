package dev.slipway.coordinator.quota;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scope may use at most.
 *
 * @param values 0 or more each; absent: no limit
 */
public record Limits(Map<Resource, Long> values) {
  /** No limit at all. */
  public static final Limits NONE = new Limits(Map.of());

  public Limits {
    for (var value : values.entrySet()) {
      if (value.getValue() < 0) {
        throw new IllegalArgumentException(value.getKey().field() + " is " + value.getValue());
      }
    }
    values = Map.copyOf(values);
  }

  /** Null: no limit. */
  public @Nullable Long of(Resource resource) {
    return values.get(resource);
  }

  /** {@link Long#MAX_VALUE} when there is no limit. */
  public long most(Resource resource) {
    return values.getOrDefault(resource, Long.MAX_VALUE);
  }

  /** With one limit changed, or removed by null. */
  public Limits with(Resource resource, @Nullable Long value) {
    var changed = new EnumMap<Resource, Long>(Resource.class);
    changed.putAll(values);
    if (value == null) {
      changed.remove(resource);
    } else {
      changed.put(resource, value);
    }
    return new Limits(changed);
  }

  /** Whether anything is limited. */
  public boolean any() {
    return !values.isEmpty();
  }
}
