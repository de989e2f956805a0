package dev.slipway.coordinator.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may call things. */
class NamesTest {
  private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

  @Test
  void aBuildsNameIsReadBack() {
    var ref = new BuildRef("acme", ID);

    assertThat(ref.name()).isEqualTo("tenants/acme/builds/" + ID).hasToString(ref.toString());
    assertThat(BuildRef.parse(ref.name())).hasValue(ref);
    assertThat(BuildRef.ofRequest(ref.name())).isEqualTo(ref);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tenants/acme",
        "tenants/acme/builds/",
        "tenants/acme/builds/7",
        "tenants//builds/01890a5d-ac96-774b-bcce-b302099a8057",
        "tenants/a b/builds/01890a5d-ac96-774b-bcce-b302099a8057",
        "tenants/acme/builds/01890A5D-AC96-774B-BCCE-B302099A8057",
        "tenants/acme/builds/01890a5d-ac96-774b-bcce-b302099a8057/",
        "tenants/acme/builds/01890a5d-ac96-774b-bcce-b302099a8057\n",
        "/tenants/acme/builds/01890a5d-ac96-774b-bcce-b302099a8057",
        "projects/acme/builds/01890a5d-ac96-774b-bcce-b302099a8057",
        "tenants/acme\0/builds/01890a5d-ac96-774b-bcce-b302099a8057",
      })
  void whatIsNoBuildsNameIsRefused(String name) {
    assertThat(BuildRef.parse(name)).isEmpty();
    assertThatThrownBy(() -> BuildRef.ofRequest(name))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("name: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "Chat.1_2~3:4@5+6=7-8", "user@example.org"})
  void anIdIsALetterOrDigitAndThenSome(String id) {
    assertThat(Ids.valid(id)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "-a", "a b", "a/b", "a\n", "ä", "a\0"})
  void whatIsNoIdIsRefused(String id) {
    assertThat(Ids.valid(id)).isFalse();
  }

  @Test
  void anIdHasAnEnd() {
    assertThat(Ids.valid("a".repeat(128))).isTrue();
    assertThat(Ids.valid("a".repeat(129))).isFalse();
  }
}
