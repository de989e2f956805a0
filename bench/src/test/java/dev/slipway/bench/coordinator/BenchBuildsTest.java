package dev.slipway.bench.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Lease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchBuildsTest {
  private final OrderWatch order = new OrderWatch();

  @Test
  void aSeededIdTellsItsPlace() {
    var id = new SeededId(1_000, 77);

    assertThat(SeededId.of(id.uuid())).contains(id);
    assertThat(id.uuid()).hasToString("01900000-004d-7000-8000-03e80000004d");
    assertThat(new SeededId((1 << 28) - 1, Integer.MAX_VALUE).uuid())
        .extracting(uuid -> SeededId.of(uuid).orElseThrow().chat())
        .isEqualTo((1 << 28) - 1);
  }

  @Test
  void anIdOfASubmitIsNoSeededOne() {
    assertThat(SeededId.of(UUID.fromString("019b2f00-1234-7abc-8def-0123456789ab"))).isEmpty();
    assertThatThrownBy(() -> new SeededId(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SeededId(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void buildsInTheirTurnAreInOrder() {
    run(1, 1);
    run(2, 1);
    run(1, 2);
    run(1, 3);

    assertThat(order.disorder()).isZero();
    assertThat(order.overlap()).isZero();
  }

  @Test
  void aBuildThatIsPassedOverIsDisorder() {
    run(1, 1);
    run(1, 3);
    run(2, 1);

    assertThat(order.disorder()).isEqualTo(1);
    assertThat(order.overlap()).isZero();
  }

  @Test
  void twoOfAChatAtOnceAreAnOverlap() {
    order.started(new SeededId(1, 1).uuid(), 1);
    order.started(new SeededId(2, 1).uuid(), 1);
    order.started(new SeededId(1, 2).uuid(), 1);

    assertThat(order.overlap()).isEqualTo(1);
    assertThat(order.disorder()).isZero();
  }

  @Test
  void aRetryIsTheSameTurnAgain() {
    run(1, 1);
    order.started(new SeededId(1, 1).uuid(), 2);

    assertThat(order.disorder()).isZero();
  }

  @Test
  void theSameAttemptTwiceIsDisorder() {
    run(1, 1);
    run(1, 1);

    assertThat(order.disorder()).isEqualTo(1);
  }

  @Test
  void beginAndEndAreWholeLinesOfTheFile(@TempDir Path folder) throws Exception {
    var file = folder.resolve("work");
    Files.writeString(file, "what another process wrote\n");
    var workFile = new WorkFile(new BenchConfig(Duration.ZERO, Duration.ZERO, false, file));
    var build = new BuildRef("t", new SeededId(1, 1).uuid());
    var lease = new Lease(2, new UUID(0, 7));

    workFile.start(build, lease);
    workFile.end(build, lease);
    workFile.close();

    var lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst()).isEqualTo("what another process wrote");
    assertThat(lines.get(1))
        .startsWith("{\"event\":\"START\",\"build\":\"" + build.name() + "\",\"attempt\":2,")
        .contains("\"uid\":\"00000000-0000-0000-0000-000000000007\"")
        .contains("\"pid\":" + ProcessHandle.current().pid() + ",\"t\":")
        .endsWith("}");
    assertThat(lines.get(2)).startsWith("{\"event\":\"END\",");
    var read = WorkLines.read(file);
    assertThat(read).extracting(WorkLines.Line::start).containsExactly(true, false);
    assertThat(read.getFirst())
        .returns(build.name(), WorkLines.Line::build)
        .returns(2, WorkLines.Line::attempt)
        .returns(lease.attemptUid().toString(), WorkLines.Line::uid)
        .returns(ProcessHandle.current().pid(), WorkLines.Line::pid);
    assertThat(read.getFirst().nanos()).isLessThanOrEqualTo(read.getLast().nanos());
  }

  @Test
  void aLineThatIsCutIsNotRead() {
    assertThat(WorkLines.parse("{\"event\":\"START\",\"build\":\"tenants/t/bu")).isEmpty();
  }

  @Test
  void whoFollowsTheFileReadsEachLineOnceWhenItIsWhole(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("work"), line(1));
    var tail = new WorkLines.Tail(file);

    var first = tail.next();
    Files.writeString(file, line(2) + line(3).substring(0, 20), StandardOpenOption.APPEND);
    var second = tail.next();
    var nothing = tail.next();
    Files.writeString(file, line(3).substring(20), StandardOpenOption.APPEND);
    var third = tail.next();

    assertThat(first).extracting(WorkLines.Line::nanos).containsExactly(1L);
    assertThat(second).extracting(WorkLines.Line::nanos).containsExactly(2L);
    assertThat(nothing).isEmpty();
    assertThat(third).extracting(WorkLines.Line::nanos).containsExactly(3L);
  }

  private static String line(int nanos) {
    return "{\"event\":\"START\",\"build\":\"b\",\"attempt\":1,\"uid\":\"u\",\"pid\":1,\"t\":%d}\n"
        .formatted(nanos);
  }

  @Test
  void whoeverComesToAShutGateWaitsUntilItOpens() throws Exception {
    var gate = new Gate();
    gate.pass();
    gate.shut();
    gate.shut();
    var waiting = Thread.ofVirtual().start(() -> pass(gate));

    assertThat(waiting.join(Duration.ofMillis(20))).isFalse();
    gate.open();
    waiting.join();
    gate.pass();
  }

  @Test
  void countsCrossThePipe() {
    var counts = new Counts(5, 4, 1, 2, 3);

    assertThat(Counts.parse(counts.line())).isEqualTo(counts);
    assertThatThrownBy(() -> Counts.parse("held")).hasMessage("not counts: held");
  }

  @Test
  void userAndPasswordAreTakenOutOfTheUrl() {
    assertThat(DatabaseAddress.parse("jdbc:postgresql://h:5/d?user=me&ssl=true&password=a%26b%20c"))
        .isEqualTo(new DatabaseAddress("jdbc:postgresql://h:5/d?ssl=true", "me", "a&b c"));
    assertThat(DatabaseAddress.parse("jdbc:postgresql://h/d"))
        .isEqualTo(new DatabaseAddress("jdbc:postgresql://h/d", "postgres", ""));
  }

  @Test
  void negativeBuildTimesAreRefused() {
    assertThatThrownBy(() -> new BenchConfig(Duration.ofMillis(-1), Duration.ZERO, false, null))
        .hasMessage("slipway.bench.build-time is PT-0.001S. Set 0s or more (default 0s).");
  }

  private static void pass(Gate gate) {
    try {
      gate.pass();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(int chat, int seq) {
    var id = new SeededId(chat, seq).uuid();
    order.started(id, 1);
    order.ended(id);
  }
}
