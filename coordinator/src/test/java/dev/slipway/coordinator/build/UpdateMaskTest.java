package dev.slipway.coordinator.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateMaskTest {
  private static final List<String> KNOWN = List.of("display_name", "weight");

  @Test
  void knownPathsAreTaken() {
    assertThat(UpdateMask.of(List.of("weight", "weight"), KNOWN)).containsExactly("weight");
    assertThat(UpdateMask.of(List.of(), KNOWN)).isEmpty();
  }

  @Test
  void anUnknownPathIsRefusedByName() {
    assertThatThrownBy(() -> UpdateMask.of(List.of("weight", "name"), KNOWN))
        .isInstanceOf(Refusal.class)
        .hasMessage("update_mask: \"name\" cannot be changed. Give any of display_name, weight.");
  }

  @Test
  void anEmptyMaskIsRefusedWhereOneIsWanted() {
    assertThatThrownBy(() -> UpdateMask.required(List.of(), KNOWN))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("update_mask: is empty")
        .hasMessageContaining("display_name, weight");
  }
}
