package dev.slipway.coordinator.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  @Test
  void aTokenIsReadBack() {
    assertThat(PageToken.decode(PageToken.encode("7"), 1)).containsExactly("7");
    assertThat(PageToken.decode(PageToken.encode("ä", ""), 2)).containsExactly("ä", "");
    assertThat(PageToken.encode("a?b", "c/d")).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void theFirstPageHasNoToken() {
    assertThat(PageToken.decode("", 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "a", "YQo", "====", "YQ YQ"})
  void whatIsNoTokenOfTheListIsRefused(String token) {
    assertThatThrownBy(() -> PageToken.decode(token, 1))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("page_token: ");
  }

  @Test
  void aTokenOfAnotherListIsRefused() {
    assertThatThrownBy(() -> PageToken.decode(PageToken.encode("a", "b"), 1))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void aPartThatWouldBeTwoIsOurMistake() {
    assertThatThrownBy(() -> PageToken.encode("a\nb")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPageHasASize() {
    assertThat(PageSize.of(0, 50)).isEqualTo(50);
    assertThat(PageSize.of(1, 50)).isOne();
    assertThat(PageSize.of(1_000, 50)).isEqualTo(1_000);
    assertThat(PageSize.of(Integer.MAX_VALUE, 50)).isEqualTo(1_000);
    assertThatThrownBy(() -> PageSize.of(-1, 50))
        .isInstanceOf(Refusal.class)
        .hasMessage("page_size: -1 makes no sense. Give 1 to 1000, or 0 for 50.");
  }
}
