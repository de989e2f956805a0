package dev.slipway.runner.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
  @TempDir Path temp;

  private Optional<String> ready = Optional.empty();
  private final Addresses addresses = new Addresses("first:1", () -> ready);
  private final Rotation rotation = new Rotation(addresses);

  @Test
  void oneAddressIsTriedAgainAndAgain() {
    assertThat(tries(3)).containsExactly("first:1", "first:1", "first:1");
  }

  @Test
  void allThatAreNamedAreTriedInTurn() {
    rotation.next();

    addresses.welcomed("first:1");
    addresses.named(List.of("first:1", "second:2", "third:3"));

    assertThat(tries(6))
        .containsExactly("second:2", "third:3", "first:1", "second:2", "third:3", "first:1");
  }

  @Test
  void newAddressOfTheReadyFileComesNext() {
    addresses.named(List.of("second:2"));
    tries(4);

    ready = Optional.of("restarted:9");

    assertThat(tries(1)).containsExactly("restarted:9");
  }

  @Test
  void namedAddressesReplaceThoseBeforeAndNoneMeansNoChange() {
    addresses.named(List.of("old:1"));
    addresses.named(List.of("new:1"));
    addresses.named(List.of());

    assertThat(addresses.all()).containsExactly("new:1", "first:1");
  }

  @Test
  void whatCannotBeDialledIsLeftOut() {
    addresses.named(List.of("", "no port:1", "http://host:1/x", "host", "[::1]:7", "host:x"));
    ready = Optional.of("nonsense");

    assertThat(addresses.all()).containsExactly("[::1]:7", "first:1");
  }

  @Test
  void onlySoManyAreKept() {
    addresses.named(Stream.iterate(1, i -> i + 1).limit(1000).map(i -> "host:" + i).toList());

    assertThat(addresses.all()).hasSize(65).endsWith("first:1");
  }

  @Test
  void anotherCallBeginsWithTheOneThatWelcomed() {
    addresses.named(List.of("second:2"));
    addresses.welcomed("second:2");

    assertThat(new Rotation(addresses).next()).isEqualTo("second:2");
  }

  @Test
  void readyFileIsReadAsItIsNow() throws Exception {
    Path file = temp.resolve("ready");
    assertThat(ReadyFile.read(file)).isEmpty();

    for (String broken : List.of("", "{", "[]", "{\"grpc\":null}", "{\"grpc\":{}}", "7", "{}")) {
      Files.writeString(file, broken);
      assertThat(ReadyFile.read(file)).as(broken).isEmpty();
    }

    Files.writeString(file, "{\"grpc\":\"127.0.0.1:7\",\"http\":\"127.0.0.1:8\",\"pid\":9}");
    assertThat(ReadyFile.read(file)).hasValue("127.0.0.1:7");
  }

  private List<String> tries(int count) {
    return Collections.nCopies(count, 0).stream().map(_ -> rotation.next()).toList();
  }
}
