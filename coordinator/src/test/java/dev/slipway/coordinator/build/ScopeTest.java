package dev.slipway.coordinator.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.build.Scope.OfChat;
import dev.slipway.coordinator.build.Scope.OfProject;
import dev.slipway.coordinator.build.Scope.OfTenant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of("cluster", Scope.CLUSTER),
        Arguments.of("tenants/acme", new OfTenant("acme")),
        Arguments.of("tenants/cluster", new OfTenant("cluster")),
        Arguments.of("tenants/acme/projects/shop", new OfProject("acme", "shop")),
        Arguments.of("tenants/a/chats/chats", new OfChat("a", "chats")));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameIsReadAsItIsWritten(String name, Scope scope) {
    assertThat(Scope.parse(name)).contains(scope);
    assertThat(scope.name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Cluster",
        "cluster/",
        "tenants",
        "tenants/",
        "tenants/a b",
        "tenants/acme/",
        "tenants/acme/projects",
        "tenants/acme/projects/",
        "tenants/acme/builds/b",
        "tenants/acme/chats/c/d",
        "/tenants/acme",
        "tenants/acme\n"
      })
  void whatIsNoScopeIsRefusedWithItsField(String name) {
    assertThat(Scope.parse(name)).isEmpty();
    assertThatThrownBy(() -> Scope.ofRequest("scope", name))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("scope: \"" + name + "\"")
        .hasMessageContaining("tenants/{tenant}/chats/{chat}");
  }

  @Test
  void aScopeContainsItselfAndWhatIsBelowIt() {
    var ours = new OfTenant("acme");
    var project = new OfProject("acme", "shop");
    var chat = new OfChat("acme", "shop");
    var theirs = new OfTenant("other");
    var all = List.of(Scope.CLUSTER, ours, project, chat, theirs);

    assertThat(all).allMatch(Scope.CLUSTER::contains).allMatch(scope -> scope.contains(scope));
    assertThat(all.stream().filter(ours::contains)).containsExactly(ours, project, chat);
    assertThat(all.stream().filter(project::contains)).containsExactly(project);
    assertThat(all.stream().filter(chat::contains)).containsExactly(chat);
    assertThat(theirs.contains(new OfProject("acme", "shop"))).isFalse();
  }
}
