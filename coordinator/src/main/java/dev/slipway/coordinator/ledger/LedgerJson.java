package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.Failure;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The domain's records as the text of jsonb columns. */
@Singleton
final class LedgerJson {
  private final ObjectMapper mapper;

  LedgerJson(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  String text(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException("write " + value.getClass().getSimpleName() + " as JSON", e);
    }
  }

  @Nullable String textOrNull(@Nullable Object value) {
    return value == null ? null : text(value);
  }

  @Nullable Failure failure(@Nullable String text) {
    try {
      return text == null ? null : mapper.readValue(text, Failure.class);
    } catch (IOException e) {
      throw new UncheckedIOException("read a failure from JSON", e);
    }
  }
}
