package dev.slipway.coordinator.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

  @Test
  void aTokenGivesItsPartsBack() {
    String token = PageToken.encode("2026-01-01T00:00:00Z", "", "c/ü 1");

    assertThat(token).matches("[A-Za-z0-9_-]+");
    assertThat(PageToken.decode(token, 3)).containsExactly("2026-01-01T00:00:00Z", "", "c/ü 1");
  }

  @Test
  void noTokenMeansTheFirstPage() {
    assertThat(PageToken.decode("", 2)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "a b", "YQ", "YQpiCmM"})
  void refusesATokenOfAnotherList(String token) {
    assertThatThrownBy(() -> PageToken.decode(token, 2))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("page_token: ");
  }

  @ParameterizedTest
  @CsvSource({"0, 50", "1, 1", "1000, 1000", "1001, 1000"})
  void cutsAPageToItsLimit(int requested, int size) {
    assertThat(PageSize.of(requested, 50)).isEqualTo(size);
  }

  @Test
  void refusesANegativePage() {
    assertThatThrownBy(() -> PageSize.of(-1, 50))
        .hasMessage("page_size: -1 makes no sense. Give 1 to 1000, or 0 for 50.");
  }
}
