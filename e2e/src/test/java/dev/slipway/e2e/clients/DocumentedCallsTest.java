package dev.slipway.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Checkout;
import dev.slipway.e2e.Command;
import dev.slipway.e2e.Folders;
import dev.slipway.e2e.Slipway;
import dev.slipway.e2e.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The calls of README.md and docs/clients.md run as they are written there, and print what is
 * written there: each line of the {@code text} block behind a call has to be in its output; {@code
 * …} stands for anything.
 */
class DocumentedCallsTest {

  @AutoClose private static Slipway slipway;

  @BeforeAll
  static void start() {
    slipway = Slipway.up();
  }

  @Test
  void theCallsOfBufRun() {
    runAll("buf", Tools.buf());
  }

  @Test
  void theCallsOfGrpcurlRun() {
    runAll("grpcurl", Tools.grpcurl());
  }

  private static void runAll(String client, Path program) {
    var calls = new ArrayList<>(calls("README.md", client));
    calls.addAll(calls("docs/clients.md", client));

    for (var call : calls) {
      var environment = slipway.sandbox().environment();
      var outcome =
          Command.of("bash", "-euo", "pipefail", "-c", call.script())
              .with(environment)
              .with("SLIPWAY_SERVER", slipway.ready().grpc())
              .with("PATH", Tools.path(List.of(program), environment.get("PATH")))
              .run();
      assertThat(outcome.exitCode()).as("%s%n%s", call.script(), outcome).isZero();
      for (var line : call.printed().lines().filter(each -> !each.isBlank()).toList()) {
        assertThat(outcome.out()).as("%s", call.script()).containsPattern(pattern(line.strip()));
      }
    }
  }

  /** A {@code sh} block between the client's markers, and the {@code text} block behind it. */
  private record Call(String script, String printed) {}

  private static List<Call> calls(String file, String client) {
    var document = Folders.read(Checkout.file(file));
    var begin = document.indexOf("<!-- tested: " + client + " -->");
    var end = document.indexOf("<!-- end -->", begin);
    assertThat(begin).as("the marker of %s in %s", client, file).isNotNegative();
    var block = Pattern.compile("```sh\\R(.*?)```\\s*(?:```text\\R(.*?)```)?", Pattern.DOTALL);
    var calls = new ArrayList<Call>();
    block
        .matcher(document.substring(begin, end))
        .results()
        .forEach(
            found ->
                calls.add(new Call(found.group(1), found.group(2) == null ? "" : found.group(2))));
    assertThat(calls).as("calls of %s in %s", client, file).isNotEmpty();
    return calls;
  }

  private static Pattern pattern(String line) {
    var parts = new ArrayList<String>();
    for (var part : line.split("…", -1)) {
      parts.add(Pattern.quote(part));
    }
    return Pattern.compile(String.join(".*", parts));
  }
}
