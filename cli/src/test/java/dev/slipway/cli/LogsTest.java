package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.Script;
import dev.slipway.v1.TailLogsRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogsTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void storedBytesArePrintedAsTheyAreInAnyFormat() {
    coordinator.logs.log =
        ByteString.copyFrom(new byte[] {'a', (byte) 0xff, 0, '\r', 27, '[', '2', 'J'});

    assertThat(cli.run("logs", Script.BUILD).out()).isEqualTo(coordinator.logs.log);
    assertThat(cli.run("logs", Script.BUILD, "-o", "json").out()).isEqualTo(coordinator.logs.log);
  }

  @Test
  void cutLogGoesOnWithTheNextByte() {
    coordinator.logs.log = ByteString.copyFromUtf8("0123456789");
    coordinator.logs.cutAfter = 1;

    Cli.Result result = cli.run("logs", "-f", Script.BUILD);

    assertThat(result.out().toStringUtf8()).isEqualTo("0123456789");
    assertThat(coordinator.logs.tailed)
        .extracting(TailLogsRequest::getOffset)
        .containsExactly(0L, 3L, 6L, 9L);
    assertThat(coordinator.logs.tailed).allMatch(TailLogsRequest::getFollow);
  }

  @Test
  void tailIsFollowedFromItsEnd() {
    coordinator.logs.log = ByteString.copyFromUtf8("0123456789");

    Cli.Result result = cli.run("logs", "-f", "--tail", "1", "--step", "build", Script.BUILD);

    assertThat(result.out().toStringUtf8()).isEqualTo("56789");
    assertThat(coordinator.logs.tailed)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.getOffset()).isEqualTo(10);
              assertThat(request.getStep()).isEqualTo("build");
            });
  }

  @Test
  void terminalSeesOnlyTextAndColours() {
    coordinator.logs.log =
        ByteString.copyFromUtf8("\u001b[31mré\u001b[0m\u001b]0;title\u0007d\u001b[2J\n");

    Cli.Result result = cli.onTerminal().run("logs", Script.BUILD);

    assertThat(result.out().toStringUtf8()).isEqualTo("\u001b[31mré\u001b[0md\n");
  }
}
