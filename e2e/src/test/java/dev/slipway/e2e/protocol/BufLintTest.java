package dev.slipway.e2e.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Checkout;
import dev.slipway.e2e.Command;
import dev.slipway.e2e.Folders;
import dev.slipway.e2e.Tools;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The proto files keep the rules of proto/buf.yaml. */
class BufLintTest {

  @Test
  void theProtocolIsClean() {
    var outcome = lint(Checkout.file("proto"));

    assertThat(outcome).isEmpty();
  }

  @Test
  void anRpcWithoutACommentIsFound() {
    var copy = Folders.temporary();
    try {
      Folders.copy(Checkout.file("proto/src"), copy.resolve("src"));
      Folders.write(copy.resolve("buf.yaml"), Folders.read(Checkout.file("proto/buf.yaml")));
      var file = copy.resolve("src/main/protobuf/slipway/v1/log_service.proto");
      Folders.write(file, Folders.read(file).replaceAll("(?m)^ *//.*\n", ""));

      assertThat(lint(copy)).contains("RPC \"ReadLogs\" should have a non-empty comment");
    } finally {
      Folders.remove(copy);
    }
  }

  private static String lint(Path module) {
    var outcome = Command.of(Tools.buf().toString(), "lint").in(module).run();
    return outcome.out() + outcome.err();
  }
}
